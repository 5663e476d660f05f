package io.dodil.buildsecrets;

import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.controller.Clients;
import io.dodil.buildsecrets.controller.Controller;
import io.dodil.buildsecrets.controller.InFlight;
import io.dodil.buildsecrets.controller.Leadership;
import io.dodil.buildsecrets.controller.LeaseRenewals;
import io.dodil.buildsecrets.controller.ServedCheck;
import io.dodil.buildsecrets.controller.Shell;
import io.dodil.buildsecrets.controller.SyncFactory;
import io.dodil.buildsecrets.model.Clock;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Settings.LeaderElectionSettings;
import io.dodil.buildsecrets.observe.Events;
import io.dodil.buildsecrets.observe.Probes;
import io.dodil.buildsecrets.observe.RunLog;
import io.dodil.buildsecrets.push.HttpEndpoints;
import io.dodil.buildsecrets.status.RunObserver;
import io.dodil.buildsecrets.sync.Memory;
import io.dodil.buildsecrets.sync.Sync;
import io.dodil.buildsecrets.sync.SyncPorts;
import io.dodil.buildsecrets.sync.SyncState;
import io.dodil.buildsecrets.target.TargetLocks;
import io.dodil.buildsecrets.target.TargetState;
import io.dodil.buildsecrets.target.Unsettled;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The operator, put together by hand: one per process, or one per test.
public final class OperatorProcess implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OperatorProcess.class);

  /// What calls in flight get at a stop, before they are cut off.
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private static final Duration CUT_OFF = Duration.ofSeconds(2);
  private static final Duration LIVE = Duration.ofSeconds(5);

  private final InFlight inFlight = new InFlight();
  private final Clients clients;
  private final ServedCheck served;
  private final Leadership leadership;
  private final HttpEndpoints endpoints;
  private final Events events;
  private final Controller controller;
  private final Probes probes;
  private boolean closed;

  private OperatorProcess(Settings settings, Config kubernetes, Runnable fatal) throws IOException {
    var clock = new SystemClock();
    var targets = TargetState.empty(unsettled(settings));
    var renewals = new LeaseRenewals(settings.leaderElection().leaseName(), clock.steady());
    clients = Clients.to(kubernetes, renewals);
    served = new ServedCheck(clients.full(), settings.watchNamespaces());
    leadership =
        new Leadership(
            clients.full(),
            settings.leaderElection(),
            renewals,
            new Leadership.Events(() -> targets.unsettled().takeover(clock.now().steady()), fatal));
    endpoints =
        HttpEndpoints.open(settings.calls(), Version.current(), this::maySave, clock.wall());
    var memory = new Memory();
    events = new Events(clients.full(), clock.wall(), leadership.identity());
    var observer = RunObserver.all(new RunLog(), events);
    var shell =
        new Shell(
            factory(settings, memory, targets, clock),
            memory,
            targets,
            inFlight,
            observer,
            clock,
            leadership::maySave);
    controller = new Controller(settings, clients, shell, leadership, fatal);
    probes =
        Probes.listen(
            settings.port(),
            new Probes.Questions(
                controller::hasStarted,
                () -> controller.hasStarted() && !inFlight.isDraining(),
                OperatorProcess::isLive));
  }

  /// Put together and answering its probes; nothing else yet.
  ///
  /// @param fatal called when this process can't go on and has to end
  /// @throws IOException when the probes' port is taken or a configured file can't be read
  public static OperatorProcess open(Settings settings, Config kubernetes, Runnable fatal)
      throws IOException {
    return new OperatorProcess(settings, kubernetes, fatal);
  }

  /// Starts to work; returns when the watches have synced, however long that takes.
  public void start() throws InterruptedException {
    served.await();
    controller.start();
    log.atInfo().addKeyValue("version", Version.current()).log("started");
  }

  private static Unsettled unsettled(Settings settings) {
    return new Unsettled(settings.calls().timeout(), LeaderElectionSettings.LEASE_DURATION);
  }

  private SyncFactory factory(Settings settings, Memory memory, TargetState targets, Clock clock) {
    DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    return (cache, live, wake) ->
        new Sync(
            settings,
            new SyncPorts(
                cache, live, endpoints.saves(), clock, random, () -> UUID.randomUUID().toString()),
            SyncState.empty(
                new Tokens(endpoints.tokens(), clock.steady(), random),
                new TargetLocks(wake),
                targets,
                memory));
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

  private static boolean isLive() {
    try {
      CompletableFuture.runAsync(() -> {}, Thread::startVirtualThread)
          .get(LIVE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (Exception e) {
      return false;
    }
  }

  /// Of the probes.
  public int port() {
    return probes.port();
  }

  /// Lets the saves in flight end and begins no other, then lets go of everything.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    leadership.stopping();
    inFlight.drain();
    boolean handedOver = runsEnd() && controller.handOver();
    controller.stop();
    events.close();
    if (handedOver) {
      leadership.release();
    }
    probes.close();
    endpoints.close();
    clients.close();
    log.info("stopped");
  }
}
