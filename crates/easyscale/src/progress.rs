//! A sign of life while something takes longer than two seconds. Only where a person looks: on a terminal, on standard
//! error, and gone when it is done.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// What is faster needs no sign.
const PATIENCE: Duration = Duration::from_secs(2);
const TICK: Duration = Duration::from_millis(120);

/// Dropped when it is done.
pub(crate) struct Progress {
    done: Option<std::sync::mpsc::Sender<()>>,
    shown: Option<std::thread::JoinHandle<()>>,
}

impl Progress {
    /// Begins to wait for something: "asking 127.0.0.1:6443".
    pub(crate) fn begin(what: &str) -> Self {
        let (done, waits) = std::sync::mpsc::channel();
        let what = what.to_owned();
        let shown = std::thread::spawn(move || {
            let Err(std::sync::mpsc::RecvTimeoutError::Timeout) = waits.recv_timeout(PATIENCE) else {
                return;
            };
            let style = ProgressStyle::with_template("{spinner} {msg} … {elapsed}");
            let bar = ProgressBar::new_spinner().with_message(what).with_elapsed(PATIENCE);
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            bar.enable_steady_tick(TICK);
            // Ends with the word that it is done, or with the other side being dropped.
            let _ = waits.recv();
            bar.finish_and_clear();
        });
        Self { done: Some(done), shown: Some(shown) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.done.take());
        if let Some(shown) = self.shown.take() {
            // It only waits for the line above.
            let _ = shown.join();
        }
    }
}
