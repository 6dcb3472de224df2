//! Rows → pupils.

use std::collections::BTreeMap;

use super::Pupil;
use super::column::{Column, Order, expected, known};
use super::person::{split, written};
use super::sheet::{Row, rows};
use crate::i18n::Text;
use crate::individual::Student;
use crate::load::Problem;
use crate::located::Spot;
use crate::text;

/// Which cell of a row holds what.
type Columns = BTreeMap<Column, usize>;

/// Returns the pupils of a file and notes what is wrong.
pub(super) fn read(file: &str, source: &str, problems: &mut Vec<Problem>) -> Vec<Pupil> {
    let rows = rows(source);
    let Some((head, rows)) = rows.split_first() else { return Vec::new() };
    let mut reader = Reader { file, columns: Columns::new(), problems };
    if !reader.columns(head) {
        return Vec::new();
    }
    let width = head.cells.len();
    let read: Vec<_> = rows.iter().filter_map(|row| Some((row, reader.pupil(row, width)?))).collect();
    reader.apart(&read);
    read.into_iter().map(|(_, pupil)| pupil).collect()
}

struct Reader<'a> {
    file: &'a str,
    columns: Columns,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    fn problem(&mut self, at: Spot, message: Text, hint: Text) {
        self.problems.push(Problem { file: self.file.to_owned(), at, message, hint: Some(hint) });
    }

    /// Finds the columns. Returns whether the names of pupils are among them.
    fn columns(&mut self, head: &Row<'_>) -> bool {
        let mut ranks: BTreeMap<Column, usize> = BTreeMap::new();
        for (cell, header) in head.cells.iter().enumerate() {
            let Some((column, rank)) = known(header) else { continue };
            match ranks.get(&column) {
                Some(other) if *other == rank => {
                    let message = text!("roster-column-twice", header = header);
                    self.problem(head.spot(cell), message, text!("roster-column-twice-hint"));
                }
                Some(other) if *other < rank => {}
                _ => {
                    ranks.insert(column, rank);
                    self.columns.insert(column, cell);
                }
            }
        }
        let has = |column| self.columns.contains_key(&column);
        // Pronote and others write both names under `Nom`.
        if has(Column::Family) && !has(Column::Given) && !self.columns.keys().any(is_whole) {
            let cell = self.columns.remove(&Column::Family).unwrap_or_default();
            self.columns.insert(Column::Whole(Order::FamilyFirst), cell);
        }
        if (has_both(&self.columns)) || self.columns.keys().any(is_whole) {
            return true;
        }
        let strange = |header: &&String| known(header).is_none() && !header.is_empty();
        let near =
            head.cells.iter().filter(strange).find_map(|header| crate::load::nearest(header, expected()));
        let headers = head.cells.join(" | ");
        let hint = match near {
            Some(near) => text!("did-you-mean", known = near),
            None => text!("roster-header-hint"),
        };
        self.problem(head.spot(0), text!("roster-header", headers = headers), hint);
        false
    }

    fn cell<'r>(&self, row: &'r Row<'_>, column: Column) -> Option<&'r str> {
        let cell = row.cells.get(*self.columns.get(&column)?)?;
        (!cell.is_empty()).then_some(cell.as_str())
    }

    fn pupil(&mut self, row: &Row<'_>, width: usize) -> Option<Pupil> {
        if let Some(surplus) = row.cells.iter().skip(width).position(|cell| !cell.is_empty()) {
            let message = text!("roster-cells", expected = width, found = row.cells.len());
            self.problem(row.spot(width + surplus), message, text!("roster-cells-hint"));
            return None;
        }
        let (family, given) = if has_both(&self.columns) { self.both(row)? } else { self.whole(row)? };
        let of = |column| self.cell(row, column).map(str::to_owned);
        let mut pupil = Pupil {
            id: String::new(),
            family_name: written(&family),
            given_name: written(&given),
            distinction: of(Column::Distinction),
            class: of(Column::Class),
            group: of(Column::Group),
            seat: of(Column::Seat),
            email: of(Column::Email),
            username: of(Column::Username),
            id_number: of(Column::IdNumber),
        };
        match Student::identify(&pupil.name()) {
            Ok(id) => pupil.id = id,
            Err(error) => {
                let cell = self.columns.values().copied().min().unwrap_or_default();
                let message = crate::error::Explain::text(&error);
                self.problem(row.spot(cell), message, text!("roster-name-hint"));
                return None;
            }
        }
        Some(pupil)
    }

    /// The names, in two columns.
    fn both(&mut self, row: &Row<'_>) -> Option<(String, String)> {
        let family = self.cell(row, Column::Family).map(str::to_owned);
        let given = self.cell(row, Column::Given).map(str::to_owned);
        for (column, name) in [(Column::Family, &family), (Column::Given, &given)] {
            if name.is_none() {
                let message = match column {
                    Column::Family => text!("roster-no-family"),
                    _ => text!("roster-no-given"),
                };
                self.problem(row.spot(self.columns[&column]), message, text!("roster-name-hint"));
            }
        }
        family.zip(given)
    }

    /// The names, in one column.
    fn whole(&mut self, row: &Row<'_>) -> Option<(String, String)> {
        let (column, cell) = self.columns.iter().find(|(column, _)| is_whole(column))?;
        let (Column::Whole(order), cell) = (*column, *cell) else { return None };
        let whole = row.cells.get(cell).map(String::as_str).unwrap_or_default();
        let names = split(whole, order);
        if names.is_none() {
            let message = match whole.is_empty() {
                true => text!("roster-no-name"),
                false => text!("roster-name-unclear", name = whole),
            };
            self.problem(row.spot(cell), message, text!("roster-name-hint"));
        }
        names
    }

    /// Notes who cannot be told apart.
    fn apart(&mut self, read: &[(&Row<'_>, Pupil)]) {
        let name = self.columns.iter().find(|(column, _)| is_whole(column) || **column == Column::Family);
        let name = name.map(|(_, cell)| *cell).unwrap_or_default();
        for (column, cell, key) in [
            (None, name, (|pupil| Some(&pupil.id)) as fn(&Pupil) -> Option<&String>),
            (Some(Column::Seat), 0, |pupil| pupil.seat.as_ref()),
            (Some(Column::Email), 0, |pupil| pupil.email.as_ref()),
            (Some(Column::Username), 0, |pupil| pupil.username.as_ref()),
        ] {
            let cell = column.map_or(Some(cell), |column| self.columns.get(&column).copied()).unwrap_or(cell);
            let mut first: BTreeMap<String, u64> = BTreeMap::new();
            for (row, pupil) in read {
                let Some(given) = key(pupil) else { continue };
                let at = row.spot(cell);
                let Some(line) = first.get(&given.to_lowercase()).copied() else {
                    first.insert(given.to_lowercase(), at.line);
                    continue;
                };
                match column {
                    None => {
                        let message = text!("roster-twice", name = pupil.name(), line = line);
                        self.problem(at, message, text!("roster-twice-hint"));
                    }
                    Some(_) => {
                        let message = text!("roster-same", value = given, line = line);
                        self.problem(at, message, text!("roster-same-hint"));
                    }
                }
            }
        }
        self.problems.sort_by_key(|problem| problem.at);
    }
}

fn is_whole(column: &Column) -> bool {
    matches!(column, Column::Whole(_))
}

fn has_both(columns: &Columns) -> bool {
    columns.contains_key(&Column::Family) && columns.contains_key(&Column::Given)
}
