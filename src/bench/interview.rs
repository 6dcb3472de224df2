//! A question to a persona, with the state of the files that should have come before it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::bench::{Bench, BenchError, Site};
use crate::check::Place;
use crate::check::persona::HandedIn;
use crate::error::Explain;
use crate::exec::{Command, Ended, quote};
use crate::i18n::{Lang, Text};
use crate::model::Dialogue;
use crate::name::NodeName;
use crate::persona::{Exchange, Persona};
use crate::provision::{DockerStage, Nodes, Sensor};
use crate::runner::Stage;

impl Site {
    /// Has a persona answer a question, after what was said before.
    ///
    /// # Errors
    /// When a file that a check wants to have been there cannot be looked for.
    pub async fn ask(
        &self,
        bench: &Bench,
        nodes: &Nodes,
        persona: &Persona,
        before: &[Exchange],
        (question, lang): (&str, Lang),
    ) -> Result<Exchange, BenchError> {
        let interviews = bench.lab.checks.iter().filter_map(|check| check.check.interview());
        let wanted: BTreeMap<String, &HandedIn> = interviews
            .filter(|interview| interview.who.value == persona.id.value)
            .flat_map(|interview| &interview.handed_in)
            .map(|file| (file.key(), file))
            .collect();
        let files = match wanted.is_empty() {
            true => BTreeMap::new(),
            false => self.handed_in(bench, nodes, wanted).await?,
        };
        let reply = persona.answer(before, question);
        Ok(Exchange {
            persona: persona.id.value.clone(),
            at: Timestamp::now(),
            question: question.to_owned(),
            manner: reply.manner,
            topic: reply.topic,
            answer: reply.says.to(lang),
            files,
        })
    }

    /// Asks all questions of an interview; adds the exchanges to what was said before.
    ///
    /// # Errors
    /// As for [`ask`](Self::ask).
    pub async fn hold(
        &self,
        bench: &Bench,
        nodes: &Nodes,
        dialogue: &Dialogue,
        said: &mut Vec<Exchange>,
        lang: Lang,
    ) -> Result<(), BenchError> {
        let persona = bench.lab.persona(dialogue.persona.as_str());
        let persona = persona.expect("an interview was read for a persona of the lab");
        for question in &dialogue.questions {
            let exchange = self.ask(bench, nodes, persona, said, (question, lang)).await?;
            said.push(exchange);
        }
        Ok(())
    }

    /// Returns the digest of each file that is there, as a check would see it.
    async fn handed_in(
        &self,
        bench: &Bench,
        nodes: &Nodes,
        wanted: BTreeMap<String, &HandedIn>,
    ) -> Result<BTreeMap<String, Option<String>>, BenchError> {
        self.engine.make_toolbox(&self.sources, &|_| {}).await?;
        let sensor = Arc::new(Sensor::new(&self.engine, &bench.plan, &self.sources));
        let stage = DockerStage::new(&self.engine, &sensor, nodes);
        let mut files = BTreeMap::new();
        for (key, file) in wanted {
            bench.running_node(nodes, file.on.as_str())?;
            let digest = digest(&stage, &file.on.value, &file.path).await;
            let digest = digest.map_err(|cause| BenchError::Unseen { file: key.clone(), cause })?;
            files.insert(key, digest);
        }
        Ok(files)
    }
}

/// Returns the SHA-256 of a file; nothing when there is none.
async fn digest(stage: &DockerStage, node: &NodeName, path: &str) -> Result<Option<String>, Text> {
    let shell = stage.shell(&Place::Node(node.clone())).await?;
    let path = quote(path);
    let look = format!("if [ -f {path} ]; then sum=$(sha256sum <{path}) && echo \"${{sum%% *}}\"; fi");
    let output = shell.run(Command::new(look)).await.map_err(|error| error.text())?;
    let printed = output.stdout.trim();
    match output.ended {
        Ended::Status(0) => Ok(Some(printed.to_owned()).filter(|digest| !digest.is_empty())),
        _ => Err(Text::verbatim(output.stderr.trim())),
    }
}
