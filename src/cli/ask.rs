//! `paillasse ask`: a question to someone of the case, or a talk with them.

use crate::bench::{Bench, Site};
use crate::cli::session::{OptionTarget, Session};
use crate::cli::{Done, Failure, UsageError};
use crate::i18n::Text;
use crate::persona::{Exchange, Persona};
use crate::provision::Nodes;
use crate::text;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Who; those who can be asked are listed when nobody is named.
    who: Option<String>,
    /// The question; read line by line from standard input when there is none.
    question: Vec<String>,
    #[command(flatten)]
    target: OptionTarget,
    /// Shows what was said, and asks nothing.
    #[arg(long, conflicts_with = "question")]
    record: bool,
}

pub(super) async fn run(args: Args, session: &Session) -> Done {
    let site = session.site().await?;
    let (bench, nodes) = session.bench(&site, &args.target.clone().into()).await?;
    let console = &session.console;
    let Some(who) = &args.who else {
        if bench.lab.personas.is_empty() {
            console.say(&text!("ask-nobody", lab = bench.lab.activity.as_str()));
        }
        for persona in &bench.lab.personas {
            let role = persona.role.as_deref().unwrap_or_default();
            console.print(&format!("{:<20} {}  {role}", persona.id.as_str(), persona.name));
        }
        return Ok(None);
    };
    let persona = bench.lab.persona(who).ok_or_else(|| {
        let known = bench.lab.personas.iter().map(|persona| persona.id.as_str());
        UsageError::unknown(text!("problem-unknown-persona", id = who), who, known)
    })?;
    let talk = Talk { session, site: &site, bench: &bench, nodes: &nodes, persona };
    let said = talk.said()?;
    if args.record {
        said.iter().for_each(|exchange| talk.show(exchange, true));
        return Ok(None);
    }
    if !args.question.is_empty() {
        talk.ask(&args.question.join(" ")).await?;
        return Ok(None);
    }
    console.print(&says(persona, &persona.greeting).to(console.lang));
    console.say(&text!("ask-how"));
    while let Some(question) = line().await? {
        if !question.trim().is_empty() {
            talk.ask(question.trim()).await?;
        }
    }
    Ok(None)
}

/// Returns the next line of standard input; nothing at its end.
async fn line() -> Result<Option<String>, Failure> {
    let read = tokio::task::spawn_blocking(|| std::io::stdin().lines().next().transpose());
    let read = read.await.map_err(std::io::Error::other).and_then(|read| read);
    Ok(read
        .map_err(|error| UsageError { said: text!("ask-input", reason = error.to_string()), hint: None })?)
}

fn says(persona: &Persona, what: &str) -> Text {
    text!("ask-says", name = &persona.name, what = what)
}

struct Talk<'a> {
    session: &'a Session,
    site: &'a Site,
    bench: &'a Bench,
    nodes: &'a Nodes,
    persona: &'a Persona,
}

impl Talk<'_> {
    fn said(&self) -> Result<Vec<Exchange>, Failure> {
        let mut said = self.session.journal()?.exchanges(&self.bench.plan.bench)?;
        said.retain(|exchange| exchange.persona == self.persona.id.value);
        Ok(said)
    }

    /// The answer is shown once the question is kept: nobody learns from a question that does
    /// not count.
    async fn ask(&self, question: &str) -> Result<(), Failure> {
        let lang = self.session.console.lang;
        let _lock = self.session.lock_bench(&self.bench.plan.bench).await?;
        let before = self.said()?;
        let exchange = self.site.ask(self.bench, self.nodes, self.persona, &before, (question, lang)).await?;
        self.session.journal()?.note_exchange(&self.bench.plan.bench, &exchange)?;
        self.show(&exchange, false);
        Ok(())
    }

    fn show(&self, exchange: &Exchange, with_question: bool) {
        let console = &self.session.console;
        if with_question {
            console.print(&format!("> {}", exchange.question));
        }
        console.print(&says(self.persona, &exchange.answer).to(console.lang));
    }
}
