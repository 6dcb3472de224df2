//! Which benches are meant: those of a roster, or those that carry the label of a class.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::bench::{Site, Standing};
use crate::cli::session::Session;
use crate::cli::{Failure, UsageError};
use crate::individual::Student;
use crate::load::LabFile;
use crate::model::bench_name;
use crate::roster::{Pupil, Roster};
use crate::text;

/// Which benches are meant.
#[derive(clap::Args, Clone, Debug, Default)]
pub(in crate::cli) struct Selection {
    /// The lab.
    lab: Option<String>,
    /// The list of the pupils, as CSV.
    #[arg(short, long, value_name = "FILE")]
    roster: Option<PathBuf>,
    /// Only this group or class of the roster.
    #[arg(short, long, requires = "roster")]
    group: Option<String>,
    /// The name of the class.
    #[arg(long = "name")]
    class: Option<String>,
    /// Only these students.
    #[arg(long = "students", value_delimiter = ',', value_name = "STUDENTS")]
    only_students: Vec<String>,
}

/// A bench that is meant, which may not stand yet.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Place {
    /// Its name.
    pub bench: String,
    /// The code of the activity.
    pub lab: String,
    /// The student's identifier.
    pub student: String,
    /// The student's name; the identifier where no roster tells it.
    pub name: String,
    /// The pupil of the roster.
    pub pupil: Option<Pupil>,
    /// How it stands.
    pub standing: Option<Standing>,
}

/// All benches that are meant.
pub(in crate::cli) struct Chosen {
    /// They, in the order of the roster, else of their names.
    pub places: Vec<Place>,
    /// The class, where it is one.
    pub class: Option<String>,
    /// Whether these are all benches of the class.
    pub whole: bool,
    /// The lab, where it was named.
    file: Option<LabFile>,
}

impl Selection {
    /// Returns the lab and the places of the roster, standing or not.
    ///
    /// # Errors
    /// When no lab or roster is named, or either holds mistakes.
    pub fn of_roster(&self, session: &Session) -> Result<(LabFile, Chosen), Failure> {
        let missing = |what: &str| UsageError {
            said: text!("usage-missing", names = what),
            hint: Some(text!("class-up-hint")),
        };
        let lab = self.lab.as_deref().ok_or_else(|| missing("LAB"))?;
        let path = self.roster.as_deref().ok_or_else(|| missing("--roster FILE"))?;
        let file = session.library().find(lab)?;
        let chosen = self.pupils(path, &file)?;
        Ok((file, chosen))
    }

    fn pupils(&self, path: &Path, file: &LabFile) -> Result<Chosen, Failure> {
        let mut pupils = Roster::read(path)?.pupils;
        if let Some(group) = &self.group {
            let known: BTreeSet<String> =
                pupils.iter().flat_map(|pupil| pupil.group.iter().chain(&pupil.class)).cloned().collect();
            pupils.retain(|pupil| pupil.is_in(group));
            if pupils.is_empty() {
                let said = text!("class-no-group", group = group, path = %path.display());
                let known = known.iter().map(String::as_str);
                return Err(UsageError::unknown(said, group, known).into());
            }
        }
        let class = match &self.class {
            Some(name) => Student::identify(name)?,
            None => class_of(&pupils, path)?,
        };
        let place = |pupil: Pupil| Place {
            bench: bench_name(file.activity(), &pupil.id),
            lab: file.activity().to_string(),
            student: pupil.id.clone(),
            name: pupil.name(),
            pupil: Some(pupil),
            standing: None,
        };
        let mut places: Vec<Place> = pupils.into_iter().map(place).collect();
        self.keep_named(&mut places)?;
        let whole = self.group.is_none() && self.only_students.is_empty();
        Ok(Chosen { places, class: Some(class), whole, file: Some(file.clone()) })
    }

    /// Returns the benches that stand; with a roster also those that do not yet.
    ///
    /// # Errors
    /// When the engine does not answer, or nothing is meant.
    pub async fn of_engine(&self, session: &Session, site: &Site) -> Result<Chosen, Failure> {
        let standing = site.standing().await?;
        if self.roster.is_some() {
            let (_, mut chosen) = self.of_roster(session)?;
            for place in &mut chosen.places {
                place.standing = standing.iter().find(|bench| bench.bench == place.bench).cloned();
            }
            return Ok(chosen);
        }
        let file = self.lab.as_deref().map(|lab| session.library().find(lab)).transpose()?;
        let lab = file.as_ref().map(|file| file.activity().to_string());
        let class = self.class.as_deref().map(Student::identify).transpose()?;
        let meant = |bench: &Standing| {
            let of_class = match &class {
                Some(class) => bench.class.as_ref() == Some(class),
                None => bench.class.is_some(),
            };
            of_class && lab.as_ref().is_none_or(|lab| *lab == bench.lab)
        };
        let mut places: Vec<Place> = standing.into_iter().filter(meant).map(Place::from).collect();
        if places.is_empty() {
            return Err(UsageError { said: text!("class-none"), hint: Some(text!("class-none-hint")) }.into());
        }
        let class = class.or_else(|| places.iter().find_map(Place::class));
        self.keep_named(&mut places)?;
        Ok(Chosen { places, class, whole: self.only_students.is_empty(), file })
    }

    /// Like [`of_engine`](Self::of_engine), for what works on one class and one lab only.
    ///
    /// # Errors
    /// Also when several classes or labs stand and nothing tells which, or no bench of the
    /// roster stands.
    pub async fn standing(&self, session: &Session, site: &Site) -> Result<Chosen, Failure> {
        let mut chosen = self.of_engine(session, site).await?;
        chosen.places.retain(|place| place.standing.is_some());
        if chosen.places.is_empty() {
            return Err(UsageError { said: text!("class-none"), hint: Some(text!("class-none-hint")) }.into());
        }
        let name = |place: &Place| (place.lab.clone(), place.class().unwrap_or_default());
        let several: BTreeSet<_> = chosen.places.iter().map(name).collect();
        if self.roster.is_none() && several.len() > 1 {
            let names: Vec<_> = several.iter().map(|(lab, class)| format!("{lab} --name {class}")).collect();
            return Err(UsageError {
                said: text!("class-several", classes = names.join(", ")),
                hint: Some(text!("class-several-hint")),
            }
            .into());
        }
        Ok(chosen)
    }

    fn keep_named(&self, places: &mut Vec<Place>) -> Result<(), Failure> {
        let mut wanted = BTreeSet::new();
        for given in &self.only_students {
            let id = Student::identify(given)?;
            if !places.iter().any(|place| place.student == id) {
                let known = places.iter().map(|place| place.student.as_str());
                return Err(UsageError::unknown(text!("class-no-student", given = given), &id, known).into());
            }
            wanted.insert(id);
        }
        places.retain(|place| wanted.is_empty() || wanted.contains(&place.student));
        Ok(())
    }
}

impl Chosen {
    /// The most nodes that one of the benches has.
    pub fn nodes(&self) -> usize {
        let nodes = self.places.iter().filter_map(|place| Some(place.standing.as_ref()?.nodes.len()));
        nodes.max().unwrap_or(1)
    }

    /// The lab of all of them, as `class` verbs work on one at a time.
    ///
    /// # Errors
    /// When it is not readable.
    pub fn file(&self, session: &Session) -> Result<LabFile, Failure> {
        if let Some(file) = &self.file {
            return Ok(file.clone());
        }
        let lab = self.places.first().map_or("", |place| place.lab.as_str());
        Ok(session.library().find(lab)?)
    }
}

impl Place {
    /// The class that its bench is part of.
    pub fn class(&self) -> Option<String> {
        self.standing.as_ref()?.class.clone()
    }
}

impl From<Standing> for Place {
    fn from(standing: Standing) -> Self {
        Self {
            bench: standing.bench.clone(),
            lab: standing.lab.clone(),
            student: standing.student.clone(),
            name: standing.student.clone(),
            pupil: None,
            standing: Some(standing),
        }
    }
}

/// The name of a class: what all pupils have as their class, else the name of the file.
fn class_of(pupils: &[Pupil], path: &Path) -> Result<String, Failure> {
    let classes: BTreeSet<_> = pupils.iter().map(|pupil| pupil.class.as_deref()).collect();
    let one = match (classes.len(), classes.first()) {
        (1, Some(Some(class))) => (*class).to_owned(),
        _ => path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
    };
    Ok(Student::identify(&one)?)
}
