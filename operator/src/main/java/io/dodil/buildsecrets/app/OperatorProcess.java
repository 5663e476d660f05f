package io.dodil.buildsecrets.app;

import io.dodil.buildsecrets.dodil.HttpEndpoints;
import io.dodil.buildsecrets.kubernetes.Controller;
import io.dodil.buildsecrets.kubernetes.InFlight;
import io.dodil.buildsecrets.kubernetes.client.Clients;
import io.dodil.buildsecrets.kubernetes.client.InformerThreads;
import io.dodil.buildsecrets.kubernetes.client.ServedCheck;
import io.dodil.buildsecrets.kubernetes.leader.Leadership;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.observe.events.EventRecorder;
import io.dodil.buildsecrets.observe.health.Probes;
import io.dodil.buildsecrets.observe.log.ReconciliationLog;
import io.dodil.buildsecrets.observe.metrics.Metrics;
import io.dodil.buildsecrets.observe.metrics.ProcessState;
import io.dodil.buildsecrets.observe.metrics.Scrapes;
import io.dodil.buildsecrets.reconcile.ReconcilerFactory;
import io.dodil.buildsecrets.status.ReconciliationListener;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The operator, put together by hand: one per process, or one per test.
public final class OperatorProcess implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OperatorProcess.class);

  /// What calls in flight get at a stop, before they are cut off.
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private static final Duration CUT_OFF = Duration.ofSeconds(2);

  private final SystemTimeSource clock = new SystemTimeSource();
  private final InFlight inFlight = new InFlight(clock.monotonic());
  private final InformerThreads informerThreads = new InformerThreads(clock.monotonic());
  private final Metrics metrics;
  private final Clients clients;
  private final ServedCheck served;
  private final ReconcilerFactory core;
  private final Leadership leadership;
  private final HttpEndpoints endpoints;
  private final EventRecorder recorder;
  private final Controller controller;
  private final LivenessCheck liveness;
  private final Probes probes;
  private final Scrapes scrapes;
  private boolean closed;

  private OperatorProcess(Settings settings, Config kubernetes, Runnable fatal, Extras extras)
      throws IOException {
    metrics = new Metrics(settings, Version.current(), this::isLeading, clock.monotonic());
    clients =
        Clients.to(kubernetes, informerThreads, settings.secretSelector(), metrics::clusterRequest);
    served = new ServedCheck(clients.full(), settings.watchNamespaces());
    leadership =
        new Leadership(
            clients.full(),
            settings.leaderElection(),
            clock,
            new Leadership.Events(this::leaseTakenOver, fatal));
    endpoints =
        HttpEndpoints.open(
            settings.calls(),
            Version.current(),
            this::maySave,
            clock.wall(),
            new CallTelemetry(metrics));
    recorder = new EventRecorder(clients.full(), clock, leadership.identity(), metrics);
    var listener =
        ReconciliationListener.all(
            metrics.internalErrors(),
            new ReconciliationLog(),
            recorder,
            metrics.reconciliations(),
            extras.listener());
    core =
        new ReconcilerFactory(
            settings,
            endpoints.tokens(),
            endpoints.saves(),
            listener,
            clock,
            () -> ThreadLocalRandom.current().nextDouble(),
            () -> UUID.randomUUID().toString(),
            inFlight::isDraining);
    controller = new Controller(settings, clients, core, inFlight, leadership::maySave, fatal);
    metrics.show(processState());
    liveness =
        LivenessCheck.of(
            clock.monotonic(),
            new LivenessCheck.Signs(controller, informerThreads, inFlight),
            settings.calls().timeout(),
            extras.stuckAfter());
    probes = Probes.listen(settings.server().probes(), questions());
    scrapes = Scrapes.listen(settings.server().metrics(), metrics);
  }

  /// What a test may add.
  ///
  /// @param listener told of each reconciliation, after all others
  /// @param stuckAfter how long an event may be on its way until the process counts as stuck
  public record Extras(ReconciliationListener listener, Duration stuckAfter) {

    static Extras none() {
      return new Extras((_, _, _) -> {}, LivenessCheck.STUCK_AFTER);
    }
  }

  /// Put together and answering its probes; nothing else yet.
  ///
  /// @param fatal called when this process can't go on and has to end
  /// @throws IOException when a port is taken or a configured file can't be read
  public static OperatorProcess open(Settings settings, Config kubernetes, Runnable fatal)
      throws IOException {
    return open(settings, kubernetes, fatal, Extras.none());
  }

  /// The same with something more.
  public static OperatorProcess open(
      Settings settings, Config kubernetes, Runnable fatal, Extras extras) throws IOException {
    return new OperatorProcess(settings, kubernetes, fatal, extras);
  }

  private ProcessState processState() {
    return new ProcessState(
        this::isLeading,
        controller::resources,
        core::rateLimitedCredentials,
        core::confirmingTargets,
        inFlight::count,
        this::sizes,
        Map.of(
            "buildsecrets", controller::watchesResources, "secrets", controller::watchesSecrets));
  }

  private Map<String, Integer> sizes() {
    var sizes = controller.sizes();
    sizes.put("events", recorder.size());
    return sizes;
  }

  private Probes.Questions questions() {
    return new Probes.Questions(
        this::notStarted,
        () -> inFlight.isDraining() ? Optional.of("stopping") : notStarted(),
        liveness::stuck);
  }

  private Optional<String> notStarted() {
    return controller.hasStarted()
        ? Optional.empty()
        : Optional.of("waiting for the Kubernetes API: the watches have not synced yet");
  }

  private boolean isLeading() {
    return leadership.isLeading();
  }

  /// Starts to work; returns when the watches have synced, however long that takes.
  public void start() throws InterruptedException {
    served.await();
    controller.start();
    leadership.start(controller::work);
    log.atInfo().addKeyValue("version", Version.current()).log("started");
  }

  private void leaseTakenOver() {
    core.leaseTakenOver();
  }

  private boolean reconciliationsEnd() {
    if (inFlight.awaitIdle(DRAIN)) {
      return true;
    }
    endpoints.cancelAll();
    return inFlight.awaitIdle(CUT_OFF);
  }

  private boolean maySave() {
    return !inFlight.isDraining() && leadership.maySave();
  }

  public int probePort() {
    return probes.port();
  }

  public int metricsPort() {
    return scrapes.port();
  }

  /// Lets the saves in flight end and begins no other, then releases everything.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    leadership.stopping();
    liveness.close();
    inFlight.drain();
    boolean handedOver = reconciliationsEnd() && controller.handOver();
    controller.stop();
    recorder.close();
    leadership.end(handedOver);
    probes.close();
    scrapes.close();
    metrics.close();
    endpoints.close();
    clients.close();
    log.info("stopped");
  }
}
