package io.dodil.buildsecrets.observe.events;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.TimeSource;
import io.dodil.buildsecrets.observe.metrics.Metrics;
import io.dodil.buildsecrets.status.EventLimits;
import io.dodil.buildsecrets.status.EventRecord;
import io.dodil.buildsecrets.status.EventRecords;
import io.dodil.buildsecrets.status.ReconciliationListener;
import io.dodil.buildsecrets.sync.SyncResult;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.Counter;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Writes Events, one after the other and beside the reconciliations: a save never waits for one.
/// An Event that can't be written is lost; conditions hold the truth.
public final class EventRecorder implements ReconciliationListener, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);

  private static final String CONTROLLER = "buildsecrets-operator";
  private static final int OVERWRITTEN_OFTEN = 3;
  private static final int LONGEST_QUEUE = 10_000;
  private static final Duration FLUSH = Duration.ofSeconds(2);
  private static final long NANOS = 1_000_000_000L;

  private final KubernetesClient client;
  private final TimeSource clock;
  private final EventRecords records = new EventRecords();
  private final EventLimits limits = new EventLimits();
  private final EventMapper form;
  private final AtomicLong lastUnique = new AtomicLong();
  private final Counter written;
  private final Counter failed;
  private final Counter dropped;
  private final Counter limited;
  private final ThreadPoolExecutor writer;

  /// @param instance which of several operators speaks
  public EventRecorder(
      KubernetesClient client, TimeSource clock, String instance, Metrics metrics) {
    this.client = client;
    this.clock = clock;
    this.form = new EventMapper(CONTROLLER, instance);
    this.written = metrics.events("written");
    this.failed = metrics.events("failed");
    this.dropped = metrics.events("dropped");
    this.limited = metrics.events("limited");
    this.writer =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(LONGEST_QUEUE),
            Thread.ofVirtual().name("events").factory());
  }

  @Override
  public void ended(SyncResult result, BuildSecretsStatus before, BuildSecretsStatus after) {
    records.of(before, result, after).forEach(event -> tell(result.resource().id(), event));
  }

  @Override
  public void forget(ResourceId resource) {
    records.forget(resource.uid());
    limits.forget(resource.uid());
  }

  /// Once, when it is clear that it is no accident.
  @Override
  public void repaired(ResourceId resource, int times) {
    if (times == OVERWRITTEN_OFTEN) {
      tell(resource, EventRecords.overwritten(times));
    }
  }

  /// How many resources have told something and are still there.
  public int size() {
    return limits.size();
  }

  private void tell(ResourceId resource, EventRecord notice) {
    var now = clock.now();
    if (!limits.admits(resource.uid(), now.monotonic())) {
      lost(resource, notice, limited, "too many Events of this resource");
      return;
    }
    var event = form.of(resource, notice, now.wall(), unique(now.wall()));
    try {
      writer.execute(() -> write(event));
    } catch (RejectedExecutionException e) {
      lost(resource, notice, dropped, "no room for an Event");
    }
  }

  private long unique(Instant now) {
    long nanos = now.getEpochSecond() * NANOS + now.getNano();
    return lastUnique.updateAndGet(last -> Math.max(last + 1, nanos));
  }

  private static void lost(ResourceId resource, EventRecord event, Counter counter, String why) {
    counter.increment();
    log.atDebug()
        .addKeyValue("namespace", resource.namespace())
        .addKeyValue("name", resource.name())
        .addKeyValue("reason", event.reason())
        .log(why);
  }

  /// By server-side apply of the whole: create and patch are all the rights it needs. In a
  /// namespace that is being deleted nothing can be created, and one that is gone is not found.
  private void write(Event event) {
    try {
      client.resource(event).fieldManager(CONTROLLER).forceConflicts().serverSideApply();
      written.increment();
    } catch (KubernetesClientException e) {
      boolean expected =
          e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || isNamespaceTerminating(e);
      (expected ? dropped : failed).increment();
      log.atLevel(expected ? Level.DEBUG : Level.WARN)
          .addKeyValue("namespace", event.getMetadata().getNamespace())
          .addKeyValue("name", event.getRegarding().getName())
          .addKeyValue("reason", event.getReason())
          .addKeyValue("status", e.getCode())
          .log("an Event could not be written");
    }
  }

  /// The API server answers 403 as for a missing right, and says in a cause what it means.
  private static boolean isNamespaceTerminating(KubernetesClientException failure) {
    return Optional.ofNullable(failure.getStatus()).map(Status::getDetails).stream()
        .flatMap(details -> details.getCauses().stream())
        .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
  }

  /// Gives those that wait a moment.
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(FLUSH.toMillis(), TimeUnit.MILLISECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      writer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
