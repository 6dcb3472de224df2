//! What the columns of a file hold, by their names.

use crate::check::wording::fold;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Family,
    Given,
    /// Both names: which is which shows by capital letters, or by the name of the column.
    Whole(Order),
    Distinction,
    Class,
    Group,
    Seat,
    Email,
    Username,
    IdNumber,
}

/// The order of the names in one column, where the name of the column tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Order {
    FamilyFirst,
    GivenFirst,
    Untold,
}

/// The names of columns, folded, without punctuation. Where a file has several of one kind,
/// the first of the list is read. National numbers (INE) are not here on purpose.
const NAMES: [(Column, &[&str]); 12] = [
    (
        Column::Family,
        &[
            "nom",
            "nom de famille",
            "last name",
            "family name",
            "surname",
            "lastname",
            "nom de l'eleve",
            "nom eleve",
            "nom usuel",
            "nom d'usage",
        ],
    ),
    (
        Column::Given,
        &[
            "prenom",
            "first name",
            "given name",
            "firstname",
            "prenom de l'eleve",
            "prenom eleve",
            "prenom usuel",
            "prenom d'usage",
            "prenom s",
            "prenoms",
        ],
    ),
    (
        Column::Whole(Order::FamilyFirst),
        &["nom prenom", "nom et prenom", "noms prenoms", "nom prenom de l'eleve", "nom et prenom de l'eleve"],
    ),
    (
        Column::Whole(Order::GivenFirst),
        &["prenom nom", "prenom et nom", "nom complet", "full name", "fullname"],
    ),
    (
        Column::Whole(Order::Untold),
        &["eleve", "eleves", "etudiant", "etudiants", "apprenant", "student", "students", "pupil", "name"],
    ),
    (Column::Distinction, &["distinction"]),
    (
        Column::Class,
        &["classe", "classes", "class", "division", "cohorte", "cohort", "classe de rattachement"],
    ),
    (Column::Group, &["groupe", "groupes", "group", "groups", "groupe s"]),
    (Column::Seat, &["poste", "place", "seat", "workstation", "numero de poste", "n de poste"]),
    (
        Column::Email,
        &[
            "adresse de courriel",
            "email address",
            "e mail",
            "email",
            "courriel",
            "mel",
            "mail",
            "adresse e mail",
            "adresse mail",
            "adresse email",
            "adresse electronique",
            "e mail address",
        ],
    ),
    (
        Column::Username,
        &["nom d'utilisateur", "username", "user name", "identifiant", "login", "identifiant ent", "compte"],
    ),
    (Column::IdNumber, &["numero d'identification", "id number", "idnumber"]),
];

/// Returns what a column holds and how much its name is preferred (less is more), or
/// nothing when nothing of it is wanted.
pub(super) fn known(header: &str) -> Option<(Column, usize)> {
    let header = plain(header);
    NAMES.iter().find_map(|(column, names)| Some((*column, names.iter().position(|name| *name == header)?)))
}

/// The names that a mistyped one may have meant.
pub(super) fn expected() -> impl Iterator<Item = &'static str> {
    ["Nom", "Prénom", "Nom de famille", "Élève", "Nom complet", "Last name", "First name", "Full name"]
        .into_iter()
}

fn plain(header: &str) -> String {
    let words: String =
        fold(header).chars().map(|c| if c.is_alphanumeric() || c == '\'' { c } else { ' ' }).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
