//! The one promise under everything that a network can do: never two leaders, and a leader again when it is over.

use super::*;

const CANDIDATES: u64 = 3;
/// How often the fences are looked at.
const TICK: Duration = Duration::from_millis(100);

/// Candidates that are started anew, as another holder, whenever they have lost the lease.
struct Fleet {
    server: Server,
    running: Vec<Running>,
    lives: usize,
}

impl Fleet {
    fn start(seed: u64) -> Self {
        let server = Server::default();
        let start =
            |index| Running::start(&server, &format!("{index}-0"), Link::seeded(seed * CANDIDATES + index));
        let running = (0..CANDIDATES).map(start).collect();
        Self { server, running, lives: 0 }
    }

    fn leaders(&self) -> usize {
        self.running.iter().filter(|running| running.fence.is_leader()).count()
    }

    fn revive(&mut self) {
        for (index, running) in
            self.running.iter_mut().enumerate().filter(|(_, running)| running.task.is_finished())
        {
            self.lives += 1;
            *running = Running::start(&self.server, &format!("{index}-{}", self.lives), running.link.clone());
        }
    }

    /// Lets that time pass; nobody but one may lead at any moment. For how many ticks somebody did.
    async fn pass(&mut self, time: Duration, seed: u64) -> usize {
        let (began, mut led) = (clock::monotonic(), 0);
        while clock::monotonic() - began < time {
            tokio::time::sleep(TICK).await;
            let leaders = self.leaders();
            assert!(leaders <= 1, "{leaders} leaders; seed {seed}");
            led += leaders;
            self.revive();
        }
        led
    }
}

async fn weather(seed: u64) -> (usize, usize) {
    let mut fleet = Fleet::start(seed);
    let mut led = 0;
    for _ in 0..15 {
        for running in &fleet.running {
            // From a fine network over slow and lossy ones to one that is cut.
            let (delay, loss) = match running.link.random() % 5 {
                0 => (10, 0),
                1 => (1_500, 5),
                2 => (6_000, 0),
                3 => (300, 40),
                _ => (10, 100),
            };
            running.link.set(Duration::from_millis(delay), loss);
        }
        let spell = SECOND * u32::try_from(5 + fleet.running[0].link.random() % 40).unwrap();
        led += fleet.pass(spell, seed).await;
    }
    for running in &fleet.running {
        running.link.set(Duration::from_millis(10), 0);
    }
    fleet.pass(40 * SECOND, seed).await;
    assert_eq!(fleet.leaders(), 1, "nobody leads on a fine network; seed {seed}");
    (led, fleet.lives)
}

#[tokio::test(start_paused = true)]
async fn there_are_never_two_leaders_whatever_the_network_does() {
    let (mut led, mut lives) = (0, 0);
    for seed in 1..=6 {
        let (ticks, deaths) = weather(seed).await;
        led += ticks;
        lives += deaths;
    }
    // That the storms were storms: leadership was won often, and lost often.
    assert!(led > 5_000 && lives > 20, "{led} ticks with a leader, {lives} losses");
}
