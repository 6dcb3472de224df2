//! The terminal of whoever is at the keyboard, when something else answers the keys.

use std::io::{IsTerminal, Write};
use std::os::fd::AsFd;

use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};

use crate::transport::Chunk;

/// Whether there is one, to read from and to write to.
pub(super) fn there() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// Its size, when it tells: columns, rows.
pub(super) fn size() -> Option<(u16, u16)> {
    tcgetwinsize(std::io::stdout()).ok().map(|size| (size.ws_col, size.ws_row))
}

/// Writes what came on the stream that it belongs to.
pub(super) fn write(chunk: &Chunk) {
    // Whoever read our output may have gone away; the command ends by itself.
    let _ = match chunk {
        Chunk::Out(bytes) => {
            let mut out = std::io::stdout().lock();
            out.write_all(bytes).and_then(|()| out.flush())
        }
        Chunk::Err(bytes) => std::io::stderr().lock().write_all(bytes),
    };
}

/// The terminal passes every key on, until this is dropped.
pub(super) struct Raw(Termios);

impl Raw {
    /// Returns nothing when there is no terminal to set.
    pub(super) fn enter() -> Option<Self> {
        let stdin = std::io::stdin();
        let before = tcgetattr(stdin.as_fd()).ok()?;
        let mut raw = before.clone();
        raw.make_raw();
        tcsetattr(stdin.as_fd(), OptionalActions::Now, &raw).ok()?;
        Some(Self(before))
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // Nothing can be done about a terminal that is gone.
        let _ = tcsetattr(std::io::stdin().as_fd(), OptionalActions::Now, &self.0);
    }
}
