package io.dodil.buildsecrets;

import io.dodil.buildsecrets.controller.Clients;
import io.dodil.buildsecrets.controller.Controller;
import io.dodil.buildsecrets.controller.Deliveries;
import io.dodil.buildsecrets.controller.InFlight;
import io.dodil.buildsecrets.controller.Leadership;
import io.dodil.buildsecrets.controller.LeaseRenewals;
import io.dodil.buildsecrets.controller.ServedCheck;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.observe.Events;
import io.dodil.buildsecrets.observe.Metrics;
import io.dodil.buildsecrets.observe.Probes;
import io.dodil.buildsecrets.observe.ProcessState;
import io.dodil.buildsecrets.observe.RunLog;
import io.dodil.buildsecrets.observe.Scrapes;
import io.dodil.buildsecrets.push.HttpEndpoints;
import io.dodil.buildsecrets.reconcile.ReconcilerFactory;
import io.dodil.buildsecrets.status.RunObserver;
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

  private final SystemClock clock = new SystemClock();
  private final InFlight inFlight = new InFlight(clock.steady());
  private final Deliveries deliveries = new Deliveries(clock.steady());
  private final Metrics metrics;
  private final Clients clients;
  private final ServedCheck served;
  private final ReconcilerFactory core;
  private final Leadership leadership;
  private final HttpEndpoints endpoints;
  private final Events events;
  private final Controller controller;
  private final Vitals vitals;
  private final Probes probes;
  private final Scrapes scrapes;
  private boolean closed;

  private OperatorProcess(Settings settings, Config kubernetes, Runnable fatal, Extras extras)
      throws IOException {
    var renewals = new LeaseRenewals(settings.leaderElection().leaseName(), clock.steady());
    metrics = new Metrics(settings, Version.current(), this::isLeading, clock.steady());
    clients =
        Clients.to(
            kubernetes, renewals, deliveries, settings.secretSelector(), metrics::clusterRequest);
    served = new ServedCheck(clients.full(), settings.watchNamespaces());
    leadership =
        new Leadership(
            clients.full(),
            settings.leaderElection(),
            renewals,
            new Leadership.Events(this::leaseTakenOver, fatal));
    endpoints =
        HttpEndpoints.open(
            settings.calls(),
            Version.current(),
            this::maySave,
            clock.wall(),
            new CallTelemetry(metrics));
    events = new Events(clients.full(), clock, leadership.identity(), metrics);
    var observer =
        RunObserver.all(
            metrics.mistakes(), new RunLog(), events, metrics.runs(), extras.observer());
    core =
        new ReconcilerFactory(
            settings,
            endpoints.tokens(),
            endpoints.saves(),
            observer,
            clock,
            () -> ThreadLocalRandom.current().nextDouble(),
            () -> UUID.randomUUID().toString(),
            inFlight::isDraining);
    controller = new Controller(settings, clients, core, inFlight, leadership, fatal);
    metrics.show(processState());
    vitals =
        Vitals.of(
            clock.steady(),
            new Vitals.Signs(controller, deliveries, inFlight),
            settings.calls().timeout(),
            extras.stuckAfter());
    probes = Probes.listen(settings.server().probes(), questions());
    scrapes = Scrapes.listen(settings.server().metrics(), metrics);
  }

  /// What a test may add.
  ///
  /// @param observer told of each run, after all others
  /// @param stuckAfter how long an event may be on its way until the process counts as stuck
  public record Extras(RunObserver observer, Duration stuckAfter) {

    static Extras none() {
      return new Extras((_, _, _) -> {}, Vitals.STUCK_AFTER);
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
    sizes.put("events", events.size());
    return sizes;
  }

  private Probes.Questions questions() {
    return new Probes.Questions(
        this::notStarted,
        () -> inFlight.isDraining() ? Optional.of("stopping") : notStarted(),
        vitals::stuck);
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
    log.atInfo().addKeyValue("version", Version.current()).log("started");
  }

  private void leaseTakenOver() {
    core.leaseTakenOver();
  }

  private boolean runsEnd() {
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

  /// Lets the saves in flight end and begins no other, then lets go of everything.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    leadership.stopping();
    vitals.close();
    inFlight.drain();
    boolean handedOver = runsEnd() && controller.handOver();
    controller.stop();
    events.close();
    if (handedOver) {
      leadership.release();
    }
    probes.close();
    scrapes.close();
    metrics.close();
    endpoints.close();
    clients.close();
    log.info("stopped");
  }
}
