//! Pages that are generated from the code say what the code says.

use std::path::Path;

use paillasse::check::reference::reference;
use paillasse::inventory::inventory_schema;
use paillasse::load::lab_schema;

fn up_to_date(path: &str, generated: &str) {
    let full = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let written = std::fs::read_to_string(&full).unwrap_or_default();
    let generated = format!("{}\n", generated.trim_end());
    assert!(
        written == generated,
        "{path} is not what the code generates: run `make docs`, and read the diff"
    );
}

#[test]
fn the_page_of_checks_is_up_to_date() {
    up_to_date("docs/checks.md", &reference());
}

#[test]
fn the_schema_beside_the_labs_is_up_to_date() {
    up_to_date("labs/lab.schema.json", &format!("{:#}", lab_schema()));
}

#[test]
fn the_schema_beside_the_rooms_is_up_to_date() {
    up_to_date("inventory/inventory.schema.json", &format!("{:#}", inventory_schema()));
}
