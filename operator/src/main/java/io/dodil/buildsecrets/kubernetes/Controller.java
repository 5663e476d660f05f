package io.dodil.buildsecrets.kubernetes;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.kubernetes.client.Clients;
import io.dodil.buildsecrets.kubernetes.client.NeededResources;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.reconcile.ReconcilerFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.Cloner;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// JOSDK, set up for one kind of resource.
public final class Controller {

  /// Below the Lease's 15 s: two operators must not work at a time.
  private static final Duration TERMINATION = Duration.ofSeconds(10);

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Operator operator;
  private final io.javaoperatorsdk.operator.processing.Controller<BuildSecrets> registered;
  private final BuildSecretsReconciler reconciler;
  private volatile boolean started;

  /// Registered, and not started.
  ///
  /// @param fatal called when a watch has ended for good
  public Controller(
      Settings settings,
      Clients clients,
      ReconcilerFactory factory,
      InFlight inFlight,
      BooleanSupplier maySave,
      Runnable fatal) {
    this.operator =
        new Operator(
            o -> {
              o.withKubernetesClient(clients.full())
                  .withCloseClientOnStop(false)
                  .withReconciliationTerminationTimeout(TERMINATION)
                  .withStopOnInformerErrorDuringStartup(false)
                  .withExecutorService(executor)
                  // nobody changes a resource of the cache: values are made of them
                  .withResourceCloner(new Uncopied())
                  .withInformerStoppedHandler(
                      (_, failure) -> {
                        if (failure != null) {
                          fatal.run();
                        }
                      })
                  .checkingCRDAndValidateLocalModel(false);
            });
    this.reconciler = new BuildSecretsReconciler(settings, clients, factory, inFlight, maySave);
    this.registered =
        (io.javaoperatorsdk.operator.processing.Controller<BuildSecrets>)
            operator.register(
                reconciler,
                o -> {
                  if (!settings.watchNamespaces().isEmpty()) {
                    o.settingNamespaces(settings.watchNamespaces());
                  }
                  // the core decides which update matters: an annotation is no new generation, and
                  // our
                  // own status writes are no news
                  o.withInformerListLimit(NeededResources.PAGE)
                      .withGenerationAware(false)
                      .withOnUpdateFilter((_, _) -> false);
                });
    reconciler.decideOnlyWhen(this::hasSynced);
  }

  /// Each reconciliation would hold a copy of its own, also while it waits.
  private static final class Uncopied implements Cloner {

    @Override
    public <T extends HasMetadata> T clone(T object) {
      return object;
    }
  }

  /// Starts the watches; returns when they have synced, or after JOSDK's time for that.
  public void start() {
    var configuration = operator.getConfigurationService();
    configuration.getExecutorServiceManager().start(configuration);
    registered.start(false);
    started = true;
  }

  /// Reconciles from now on, beginning with every resource. Apart from the watches, since another
  /// one may be the leader: JOSDK does this for its own election only.
  public void work() {
    registered.startEventProcessing();
  }

  public boolean hasStarted() {
    return started && hasSynced();
  }

  /// Every watch of every namespace has its first list.
  private boolean hasSynced() {
    return secretWatches().allMatch(SecretWatch::hasSynced)
        && informers().allMatch(InformerHealthIndicator::hasSynced);
  }

  private Stream<SecretWatch> secretWatches() {
    return registered.getControllerHealthInfo().eventSourceHealthIndicators().values().stream()
        .filter(SecretWatch.class::isInstance)
        .map(SecretWatch.class::cast);
  }

  private Stream<InformerHealthIndicator> informers() {
    return registered
        .getControllerHealthInfo()
        .informerEventSourceHealthIndicators()
        .values()
        .stream()
        .flatMap(Controller::informersOf);
  }

  private static Stream<InformerHealthIndicator> informersOf(
      InformerWrappingEventSourceHealthIndicator<?> source) {
    return source.informerHealthIndicators().values().stream();
  }

  /// Whether every watch of Secrets is open at this moment; each is opened anew now and then.
  public boolean watchesSecrets() {
    return secretWatches().allMatch(SecretWatch::isWatching);
  }

  /// The same for BuildSecrets.
  public boolean watchesResources() {
    return started && informers().allMatch(InformerHealthIndicator::isWatching);
  }

  /// All that can be read, with what this process knows of them.
  public List<Resource> resources() {
    return reconciler.resources();
  }

  /// Goes the way that events go as far as the reconciliations; returns if it is free.
  public void passEventQueue() {
    reconciler.passEventQueue();
  }

  /// Goes where runs are executed; returns if something can run there, or nothing shall any more.
  public void passExecutor() throws InterruptedException {
    try {
      executor.submit(() -> {}).get();
    } catch (RejectedExecutionException | ExecutionException | CancellationException e) {
      // it stops
    }
  }

  /// When no reconciliation is under way any more: writes down what the next process has to know.
  ///
  /// @return whether it is all written
  public boolean handOver() {
    return reconciler.handOver();
  }

  /// How many entries each kind of memory has.
  public Map<String, Integer> sizes() {
    return reconciler.sizes();
  }

  public void stop() {
    reconciler.close();
    operator.stop();
  }
}
