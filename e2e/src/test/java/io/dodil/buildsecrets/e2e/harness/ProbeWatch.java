package io.dodil.buildsecrets.e2e.harness;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A kubelet that asks ten times a second and forgets no refusal.
public final class ProbeWatch implements AutoCloseable {

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private final AtomicInteger answers = new AtomicInteger();

  private ProbeWatch() {}

  public static ProbeWatch on(int port, String... paths) {
    var watch = new ProbeWatch();
    var _ =
        watch.thread.scheduleWithFixedDelay(
            () -> List.of(paths).forEach(path -> watch.ask(port, path)),
            0,
            100,
            TimeUnit.MILLISECONDS);
    return watch;
  }

  private void ask(int port, String path) {
    try {
      var answer = Scrape.get(port, path, "*/*");
      answers.incrementAndGet();
      if (answer.statusCode() != 200) {
        refusals.add(path + " " + answer.statusCode() + " " + answer.body());
      }
    } catch (RuntimeException e) {
      refusals.add(path + " " + e);
    }
  }

  /// How many there were.
  public int answers() {
    return answers.get();
  }

  /// All that were no 200.
  public List<String> refusals() {
    return refusals;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
