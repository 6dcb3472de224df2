//! Work on all benches of a class: at what pace, what is told, how it ends.

use std::time::Instant;

use futures_util::FutureExt;

use crate::bench::BenchError;
use crate::class::{Event, Pace, Summary, each};
use crate::cli::Failure;
use crate::cli::class::Form;
use crate::cli::class::progress::Progress;
use crate::cli::class::select::{Chosen, Place};
use crate::cli::session::Session;
use crate::error::{Category, Explain};
use crate::i18n::Text;
use crate::provider::docker::DockerError;
use crate::provider::docker::image::Progress as Making;
use crate::provision::SetupError;
use crate::text;

/// Listens to what is being done on one bench.
pub(in crate::cli) type Stages<'a> = &'a (dyn Fn(&Text) + Send + Sync);

/// Passes on what is being made.
pub(in crate::cli) fn staged(making: Making, stages: Stages<'_>) {
    if let Making::Stage(stage) = making {
        stages(&stage);
    }
}

/// What came out of the work on a bench, and what is said of it.
pub(in crate::cli) type Worked<T> = Result<(T, Option<String>), Failure>;

/// What is to be done on each bench of a class.
pub(in crate::cli) trait Job: Sync {
    /// What comes out of it.
    type Done: Send;

    /// Does it on one bench.
    fn on(&self, place: &Place, stages: Stages<'_>) -> impl Future<Output = Worked<Self::Done>> + Send;
}

/// Work on the benches of a class.
pub(in crate::cli) struct Work<'a> {
    /// The verb, for programs that listen.
    verb: &'static str,
    chosen: &'a Chosen,
    form: Form,
    session: &'a Session,
    pub progress: Progress<'a>,
}

/// How the benches ended, in order; nothing for one that failed.
pub(in crate::cli) struct Ended<T> {
    pub results: Vec<Option<T>>,
    /// The worst category of those that failed.
    pub failed: Option<Category>,
}

impl<'a> Work<'a> {
    /// Begins, which is told at once: something may come before the first bench.
    pub fn begin(verb: &'static str, chosen: &'a Chosen, form: Form, session: &'a Session) -> Self {
        let progress = Progress::new(&session.console, form);
        let work = Self { verb, chosen, form, session, progress };
        work.progress.tell(&Event::Begins {
            verb: work.verb,
            lab: chosen.places.first().map_or_else(String::new, |place| place.lab.clone()),
            class: chosen.class.clone(),
            benches: chosen.places.len(),
        });
        work
    }

    /// Does `job` on each bench. One that fails stops no other; all failures are said at
    /// the end.
    pub async fn on_each<J: Job>(self, pace: Pace, job: &J) -> Ended<J::Done> {
        let begun = Instant::now();
        let (progress, session) = (&self.progress, self.session);
        let work =
            self.chosen.places.iter().map(|place| one(place, progress, session, job).boxed()).collect();
        let results = each(work, pace, |result: &Result<J::Done, Failed>| {
            result.as_ref().is_err_and(|failed| failed.overloaded)
        })
        .await;
        let failed = results.iter().filter(|result| result.is_err()).count();
        let summary =
            Summary { done: results.len() - failed, failed, seconds: begun.elapsed().as_secs_f64() };
        progress.tell(&Event::Ends(summary));
        let mut ended = Ended { results: Vec::new(), failed: None };
        for (place, result) in self.chosen.places.iter().zip(results) {
            match result {
                Ok(result) => ended.results.push(Some(result)),
                Err(Failed { error: Failure(error), .. }) => {
                    let worse = |other: &Category| other.exit_code() >= error.category().exit_code();
                    if !ended.failed.as_ref().is_some_and(worse) {
                        ended.failed = Some(error.category());
                    }
                    if self.form == Form::Text {
                        session.console.failure(&OnBench { student: place.name.clone(), error });
                    }
                    ended.results.push(None);
                }
            }
        }
        ended
    }
}

struct Failed {
    error: Failure,
    overloaded: bool,
}

async fn one<J: Job>(
    place: &Place,
    progress: &Progress<'_>,
    session: &Session,
    job: &J,
) -> Result<J::Done, Failed> {
    let (student, bench) = (place.student.clone(), place.bench.clone());
    let lang = session.console.lang;
    progress.tell(&Event::BenchBegins { student: student.clone(), bench: bench.clone() });
    let begun = Instant::now();
    let stage = |stage: &Text| {
        progress.tell(&Event::BenchStage { student: student.clone(), stage: stage.to(lang) });
    };
    let worked = job.on(place, &stage).await;
    session.finished(&bench);
    match worked {
        Ok((result, said)) => {
            let seconds = begun.elapsed().as_secs_f64();
            progress.tell(&Event::BenchEnds { student, bench, seconds, result: said });
            Ok(result)
        }
        Err(Failure(error)) => {
            progress.tell(&Event::BenchFails {
                student,
                bench,
                error: error.text().to(lang),
                hint: error.hint().map(|hint| hint.to(lang)),
                code: error.category().exit_code(),
            });
            let overloaded = overloaded(error.as_ref());
            Err(Failed { error: Failure(error), overloaded })
        }
    }
}

/// Whether an error shows that the engine has too much to do.
fn overloaded(error: &(dyn Explain + Send + Sync + 'static)) -> bool {
    let error: &(dyn std::error::Error + 'static) = error;
    matches!(
        error.downcast_ref::<BenchError>(),
        Some(
            BenchError::Docker(DockerError::NotReady { .. })
                | BenchError::Setup(
                    SetupError::Docker(DockerError::NotReady { .. }) | SetupError::Transport(_)
                )
        )
    )
}

/// An error, and on whose bench it came up.
#[derive(Debug)]
struct OnBench {
    student: String,
    error: Box<dyn Explain + Send + Sync>,
}

impl Explain for OnBench {
    fn text(&self) -> Text {
        text!("class-failed", student = &self.student, error = self.error.text())
    }

    fn hint(&self) -> Option<Text> {
        self.error.hint()
    }

    fn category(&self) -> Category {
        self.error.category()
    }
}

crate::explained!(OnBench);
