//! Images: there, or how they would be had. Pure.

use crate::doctor::Conclusion;
use crate::text;

/// What images are made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stock {
    /// The images that the engine does not hold.
    pub(super) missing: Vec<String>,
    /// How many there are in all.
    pub(super) all: usize,
    /// Whether the engine holds the plain Debian that all build upon.
    pub(super) debian: bool,
    /// The registry to pull from, when one is configured.
    pub(super) registry: Option<String>,
    /// Whether mmdebstrap(1) is installed here.
    pub(super) mmdebstrap: bool,
    /// Whether the keys of Debian's archive are installed here.
    pub(super) keyring: bool,
}

pub(super) fn judge(stock: &Stock) -> Conclusion {
    let missing = || stock.missing.join(", ");
    if stock.missing.is_empty() {
        return Conclusion::ok(text!("doctor-images", count = stock.all));
    }
    if stock.debian {
        return Conclusion::ok(text!("doctor-images-build", missing = missing()));
    }
    match (stock.mmdebstrap, stock.keyring, &stock.registry) {
        (true, true, _) => Conclusion::ok(text!("doctor-images-bootstrap", missing = missing())),
        (true, false, _) => Conclusion::warning(
            text!("doctor-images-keyring", missing = missing()),
            text!("doctor-images-keyring-mend"),
        ),
        (false, _, Some(registry)) => Conclusion::warning(
            text!("doctor-images-registry", missing = missing(), registry = registry),
            text!("doctor-images-mend"),
        ),
        (false, _, None) => Conclusion::warning(
            text!("doctor-images-missing", missing = missing()),
            text!("doctor-images-mend"),
        ),
    }
}
