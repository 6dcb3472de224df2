//! Work on each bench, so many at the same time.

use std::time::Instant;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;

use crate::class::Pace;

/// Carries all work out, as many at the same time as the pace allows, and returns the
/// results in the order of the work. One that fails stops none: the results are whatever
/// the work returns. `slow` tells whether a result shows that the engine is overloaded.
pub async fn each<T: Send>(work: Vec<BoxFuture<'_, T>>, mut pace: Pace, slow: impl Fn(&T) -> bool) -> Vec<T> {
    let begun = Instant::now();
    let mut waiting = work.into_iter().enumerate();
    let mut under_way = FuturesUnordered::new();
    let mut results = Vec::new();
    loop {
        while under_way.len() < pace.limit() {
            let Some((number, work)) = waiting.next() else { break };
            under_way.push(async move { (number, work.await) });
        }
        let Some((number, result)) = under_way.next().await else { break };
        match slow(&result) {
            true => pace.overloaded(),
            false => pace.done(begun.elapsed()),
        }
        results.push((number, result));
    }
    results.sort_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::FutureExt;

    use super::each;
    use crate::class::Pace;

    #[tokio::test]
    async fn all_is_done_in_order_and_never_too_much_at_once() {
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = (0..40)
            .map(|number| {
                let (now, most) = (&now, &most);
                async move {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    for _ in 0..number % 5 {
                        tokio::task::yield_now().await;
                    }
                    now.fetch_sub(1, Ordering::SeqCst);
                    if number % 7 == 0 { Err(number) } else { Ok(number) }
                }
                .boxed()
            })
            .collect();
        let results = each(work, Pace::new(3), |_| false).await;
        let numbers: Vec<i32> = results.iter().map(|result| *result.as_ref().unwrap_or_else(|n| n)).collect();
        assert_eq!(numbers, (0..40).collect::<Vec<_>>());
        assert_eq!(results.iter().filter(|result| result.is_err()).count(), 6);
        assert!(most.load(Ordering::SeqCst) <= 6, "twice the start at most");
    }
}
