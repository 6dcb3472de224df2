//! What is known of a fault that was injected: kept on our side, in a container that never
//! runs, where no student looks and no restart reaches.
//!
//! Its labels say which fault of which node it is; a file in it holds the record that the
//! undo needs, which may hold a secret of the node and so is no label. Its name ends in
//! `.new` while the fault is being made and in `.undo` while it is being taken back: what an
//! interruption left is told apart, and put right by the next verb.

use bollard::models::ContainerCreateBody;
use bollard::query_parameters::{
    CreateContainerOptionsBuilder, DownloadFromContainerOptionsBuilder, RenameContainerOptionsBuilder,
    UploadToContainerOptionsBuilder,
};
use bytes::Bytes;
use futures_util::TryStreamExt;
use std::io::Read;

use crate::model::BenchPlan;
use crate::name::{CheckId, NodeName};
use crate::provider::docker::error::{DockerError, status};
use crate::provider::docker::node::{Found, bench_labels};
use crate::provider::docker::{BENCH, Engine, FAULT, NODE, ROLE, ROLE_FAULT};
use crate::text;

/// Where the record stands in the container.
const RECORD: &str = "record";

/// What becomes of a fault at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// It is being made.
    Begun,
    /// It is there.
    There,
    /// It is being taken back.
    Undoing,
}

impl Keeping {
    fn suffix(self) -> &'static str {
        match self {
            Self::Begun => ".new",
            Self::There => "",
            Self::Undoing => ".undo",
        }
    }

    /// Returns what the name of a container says.
    pub fn of(container: &Found) -> Self {
        [Self::Begun, Self::Undoing]
            .into_iter()
            .find(|keeping| container.name.ends_with(keeping.suffix()))
            .unwrap_or(Self::There)
    }
}

impl Engine {
    /// Makes the container that keeps a fault, as one that is being made. Returns nothing
    /// when there is one already.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn keep_fault(
        &self,
        plan: &BenchPlan,
        image: &str,
        node: &NodeName,
        id: &CheckId,
        record: &[u8],
    ) -> Result<Option<String>, DockerError> {
        if self.kept_faults(&plan.bench).await?.iter().any(|kept| kept.label(FAULT) == id.as_str()) {
            return Ok(None);
        }
        let mut labels = bench_labels(plan);
        labels.insert(ROLE.to_owned(), ROLE_FAULT.to_owned());
        labels.insert(NODE.to_owned(), node.to_string());
        labels.insert(FAULT.to_owned(), id.to_string());
        let body =
            ContainerCreateBody { image: Some(image.to_owned()), labels: Some(labels), ..Default::default() };
        let name = format!("{}{}", keeper_name(&plan.bench, id), Keeping::Begun.suffix());
        let options = CreateContainerOptionsBuilder::new().name(&name).build();
        let created = match self.docker.create_container(Some(options), body).await {
            // Another program is making the same one at this moment.
            Err(error) if status(&error) == Some(409) => return Ok(None),
            other => other.map_err(DockerError::call(text!("doing-fault", id = id.as_str())))?,
        };
        self.write_record(&created.id, record).await?;
        Ok(Some(created.id))
    }

    /// Returns the containers that keep the faults of a bench.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn kept_faults(&self, bench: &str) -> Result<Vec<Found>, DockerError> {
        self.containers(&[(BENCH, bench), (ROLE, ROLE_FAULT)]).await
    }

    /// Replaces the record of a fault.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn write_record(&self, keeper: &str, record: &[u8]) -> Result<(), DockerError> {
        let mut header = tar::Header::new_gnu();
        header.set_size(record.len() as u64);
        header.set_mode(0o600);
        let mut archive = tar::Builder::new(Vec::new());
        let archive = archive
            .append_data(&mut header, RECORD, record)
            .and_then(|()| archive.into_inner())
            .expect("writing to memory does not fail");
        let options = UploadToContainerOptionsBuilder::new().path("/").build();
        self.docker
            .upload_to_container(keeper, Some(options), bollard::body_full(Bytes::from(archive)))
            .await
            .map_err(DockerError::call(text!("doing-fault-record")))
    }

    /// Reads the record of a fault; empty when it was never written.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn read_record(&self, keeper: &str) -> Result<Vec<u8>, DockerError> {
        let options = DownloadFromContainerOptionsBuilder::new().path(&format!("/{RECORD}")).build();
        let stream = self.docker.download_from_container(keeper, Some(options));
        let packed: Vec<u8> = match stream.map_ok(|chunk| chunk.to_vec()).try_concat().await {
            Err(error) if status(&error) == Some(404) => return Ok(Vec::new()),
            other => other.map_err(DockerError::call(text!("doing-fault-record")))?,
        };
        let mut record = Vec::new();
        let mut archive = tar::Archive::new(packed.as_slice());
        if let Some(Ok(mut file)) = archive.entries().ok().and_then(|mut entries| entries.next()) {
            // What cannot be read is as good as nothing: the caller says so.
            if file.read_to_end(&mut record).is_err() {
                record.clear();
            }
        }
        Ok(record)
    }

    /// Notes what becomes of a fault.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn mark_fault(
        &self,
        bench: &str,
        keeper: &str,
        id: &CheckId,
        keeping: Keeping,
    ) -> Result<(), DockerError> {
        let name = format!("{}{}", keeper_name(bench, id), keeping.suffix());
        let options = RenameContainerOptionsBuilder::new().name(&name).build();
        let doing = text!("doing-fault", id = id.as_str());
        self.docker.rename_container(keeper, options).await.map_err(DockerError::call(doing))
    }
}

fn keeper_name(bench: &str, id: &CheckId) -> String {
    format!("pa-{bench}.kept-{id}")
}
