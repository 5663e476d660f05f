package io.dodil.buildsecrets.controlplane;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A running Kubernetes API server on a free port of the loopback with an etcd that nobody but it
/// can reach, and nothing else: no controllers, so no garbage collection and no Pods. The caller is
/// its administrator.
///
/// The Kubernetes version is the system property `kubernetes.version`, else the pinned one.
public final class ControlPlane implements AutoCloseable {

  private static final Duration READY_TIMEOUT = Duration.ofMinutes(2);

  private final Options options;
  private final Binaries binaries;
  private final RunDirectory run;
  private final KubeAPIServer server;
  private boolean closed;

  private ControlPlane(Options options, Binaries binaries) {
    this.options = options;
    this.binaries = binaries;
    run = RunDirectory.create(binaries);
    server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(run.path().toString())
                .withApiServerVersion(binaries.version())
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .withWaitForEtcdHealthCheckOnStartup(false)
                .withStartupTimeout(Math.toIntExact(READY_TIMEOUT.toMillis()))
                .withApiServerFlags(options.allFlags(run.auditPolicy()))
                .build());
  }

  public static ControlPlane start() {
    return start(Options.defaults());
  }

  /// Returns when the API server answers, some seconds later.
  ///
  /// @throws IllegalStateException when the binaries are not there
  public static ControlPlane start(Options options) {
    var binaries = Binaries.resolve(System.getProperties(), System.getenv()).orExplain();
    var controlPlane = new ControlPlane(options, binaries);
    Runtime.getRuntime().addShutdownHook(new Thread(controlPlane::close));
    try {
      controlPlane.server.start();
      controlPlane.run.writeKubeconfig(controlPlane.kubeconfigYaml());
      return controlPlane;
    } catch (RuntimeException e) {
      controlPlane.close();
      throw e;
    }
  }

  public String kubeconfigYaml() {
    return server.getKubeConfigYaml();
  }

  /// A file of the user alone that goes with the control plane.
  public Path kubeconfig() {
    return run.kubeconfig();
  }

  public Config config() {
    return Config.fromKubeconfig(kubeconfigYaml());
  }

  public Path kubectl() {
    return binaries.kubectl();
  }

  /// The file of [Options#auditLog(Path)].
  ///
  /// @throws IllegalStateException when started without one
  public Path auditLog() {
    return options.auditLog().orElseThrow(() -> new IllegalStateException("Started without one"));
  }

  /// Cuts all connections off, as a crash does. etcd goes on.
  public void stopApiServer() {
    var process = run.apiServer();
    process.destroyForcibly();
    awaitEnd(List.of(process));
  }

  /// The same port, certificates and objects as before [#stopApiServer]. Returns when it answers.
  public void startApiServer() {
    run.tellToStartApiServer();
    Readiness.await(kubectl(), kubeconfig(), READY_TIMEOUT);
  }

  /// All processes of this control plane, from script to server.
  public List<ProcessHandle> processes() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().commandLine().orElse("").contains(run.path().toString()))
        .toList();
  }

  /// Returns when no process and no file is left, except an audit log. Synchronized, so that an
  /// exit of the JVM waits for a close under way.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    run.markClosing();
    var processes = processes();
    server.stop();
    processes.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(processes);
    run.delete();
  }

  private static void awaitEnd(List<ProcessHandle> processes) {
    CompletableFuture.allOf(
            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }
}
