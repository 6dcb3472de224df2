//! The binary: see `paillasse::cli`.

fn main() -> std::process::ExitCode {
    paillasse::cli::main()
}
