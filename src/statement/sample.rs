//! The lab and the statement of `tests/fixtures/statement`, for one student.

use std::path::Path;

use crate::individual::{Addresses, Student};
use crate::load::{Folder, LabFile};
use crate::model::Lab;
use crate::referentiel::Referentiel;

fn file() -> LabFile {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/statement");
    LabFile::new(Folder::read(&folder).unwrap()).unwrap()
}

fn student() -> Student {
    Student::new("Zoé Lefèvre", b"class secret").unwrap()
}

pub(super) fn lab() -> Lab {
    let (file, student) = (file(), student());
    let values = file.values(&student, &file.specimen_addresses());
    let images = ["base", "bdd", "stockage"].map(str::to_owned);
    file.lab(&student, &values, &Referentiel::embedded(), &images).unwrap()
}

pub(super) fn addresses() -> Addresses {
    file().specimen_addresses()
}

pub(super) fn markdown() -> String {
    let file = file();
    file.statement(&file.values(&student(), &file.specimen_addresses())).unwrap()
}
