//! Logs: one JSON object a line on standard error, each with the trace id of its request.
//!
//! Nothing personal and no secret is logged: fields name kinds, routes, codes and ids, never bodies,
//! addresses of people, or what somebody typed.

use std::panic::PanicHookInfo;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};

use crate::config::LogLevel;

/// Begins to log for the whole process. The second call in a process fails.
pub fn start(level: LogLevel) -> Result<(), TryInitError> {
    subscriber(level, std::io::stderr).try_init()?;
    std::panic::set_hook(Box::new(log_panic));
    Ok(())
}

/// The subscriber itself, writing where it is told.
pub fn subscriber<W>(level: LogLevel, writer: W) -> impl tracing::Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_writer(writer);
    tracing_subscriber::registry().with(filter(level)).with(lines)
}

// Libraries below us speak of single statements and connections, with values in them.
fn filter(level: LogLevel) -> EnvFilter {
    let own = level.as_str();
    EnvFilter::new(format!(
        "warn,wikarta={own},wikarta_server={own},wikarta_core={own},wikarta_midtrans={own},\
         wikarta_store_sqlx={own},sqlx=error"
    ))
}

/// Logs where a panic happened, and its words only if they stand in the source: a formatted message
/// may hold somebody's data.
fn log_panic(info: &PanicHookInfo<'_>) {
    let message = info.payload().downcast_ref::<&'static str>().copied();
    let place = info.location().map(|place| format!("{}:{}", place.file(), place.line()));
    tracing::error!(
        place = place.as_deref().unwrap_or("unknown"),
        message = message.unwrap_or("not shown"),
        "panicked"
    );
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Captured(Arc<Mutex<Vec<u8>>>);

    impl Write for Captured {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_line_is_json_with_the_trace_id() {
        let captured = Captured::default();
        let writer = captured.clone();
        let subscriber = subscriber(LogLevel::Info, move || writer.clone());
        tracing::subscriber::with_default(subscriber, || {
            let span = tracing::info_span!("request", trace_id = "abc-123");
            let _entered = span.entered();
            tracing::info!(status = 200, "answered");
            tracing::debug!("not at this level");
            tracing::info!(target: "sqlx::query", "INSERT …");
        });
        let text = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
        let lines: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 1, "{text}");
        assert_eq!(lines[0]["message"], "answered");
        assert_eq!(lines[0]["span"]["trace_id"], "abc-123");
        assert_eq!(lines[0]["status"], 200);
    }
}
