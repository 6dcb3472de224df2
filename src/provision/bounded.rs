//! Work on many things at the same time, but not on too many.

use futures_util::future::BoxFuture;
use futures_util::stream::{self, StreamExt, TryStreamExt};

/// Waits for all, `limit` at a time; stops at the first error.
///
/// The futures come boxed, in a list: closures over references make streams whose
/// lifetimes the compiler cannot follow into a spawned task.
///
/// # Errors
/// The first error.
pub(super) async fn all<T, E>(limit: usize, work: Vec<BoxFuture<'_, Result<T, E>>>) -> Result<Vec<T>, E> {
    stream::iter(work).buffer_unordered(limit).try_collect().await
}
