package io.dodil.buildsecrets.app;

import io.dodil.buildsecrets.kubeconfig.CommandFailure;
import io.dodil.buildsecrets.kubeconfig.Kubeconfig;
import io.dodil.buildsecrets.kubernetes.Uninstallation;
import io.dodil.buildsecrets.kubernetes.client.ClusterFailure;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Stops the operator in order before its release is deleted.
@Command(
    name = "uninstall",
    description =
        "Scale the operator's Deployment to zero, wait until its Pods have stopped, and remove the"
            + " Lease that they released. The chart's pre-delete hook runs this before `helm"
            + " uninstall` deletes the operator's rights.",
    mixinStandardHelpOptions = true)
public final class UninstallCommand implements Callable<Integer> {

  private static final int FAILED = 1;

  @Option(
      names = "--deployment",
      required = true,
      paramLabel = "NAME",
      description =
          "The operator's Deployment, in the Pod's own namespace or that of the kubeconfig.")
  private String deployment = "";

  @Option(
      names = "--lease",
      paramLabel = "NAME",
      description = "The operator's Lease. Default: none, without leader election.")
  private @Nullable String lease;

  @Option(
      names = "--lease-namespace",
      paramLabel = "NAME",
      description = "Namespace of the Lease. Default: the Deployment's.")
  private @Nullable String leaseNamespace;

  @Option(
      names = "--hook-job",
      paramLabel = "NAME",
      description = "Do nothing if that Job was applied by kubectl or Argo CD instead of by Helm.")
  private @Nullable String hookJob;

  @Option(
      names = "--timeout",
      defaultValue = "60",
      paramLabel = "SECONDS",
      description = "How long to wait for the Pods. Default: ${DEFAULT-VALUE}.")
  private long timeout;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "How to reach the cluster. Default: the Pod's service account, or KUBECONFIG.")
  private @Nullable Path kubeconfig;

  @Override
  public Integer call() throws InterruptedException {
    Kubeconfig cluster;
    try {
      cluster = Kubeconfig.find(Optional.ofNullable(kubeconfig), Optional.empty(), System.getenv());
    } catch (CommandFailure e) {
      System.err.println(e.sentence());
      return FAILED;
    }
    try (var client = new KubernetesClientBuilder().withConfig(cluster.config()).build()) {
      var namespace = Optional.ofNullable(client.getNamespace()).orElse("default");
      var uninstallation = new Uninstallation(client, namespace);
      if (hookJob != null && uninstallation.isApplied(hookJob)) {
        return say(Uninstallation.Result.NOT_BY_HELM);
      }
      if (!uninstallation.stop(deployment, Duration.ofSeconds(timeout))) {
        return say(Uninstallation.Result.STILL_RUNNING);
      }
      return say(
          lease == null
              ? Uninstallation.Result.DONE
              : uninstallation.removeLease(
                  Optional.ofNullable(leaseNamespace).orElse(namespace), lease));
    } catch (RuntimeException e) {
      // the message may quote what the API server said; its kind says enough to look further
      System.err.printf(
          "The operator could not be stopped (%s). `helm uninstall --no-hooks` goes on without"
              + " that.%n",
          ClusterFailure.of(e));
      return FAILED;
    }
  }

  private int say(Uninstallation.Result result) {
    switch (result) {
      case DONE -> System.out.println("The operator has stopped, and its Lease is gone.");
      case LEASE_KEPT ->
          System.out.println(
              "The operator has stopped without releasing its Lease, which was left: it tells the"
                  + " next operator that requests may still be applied. Delete it after 2"
                  + " minutes.");
      case NOT_BY_HELM ->
          System.out.println(
              "Nothing was stopped: this Job is a hook of Helm, and Helm did not create it. Render"
                  + " the chart with --no-hooks, and delete the Job.");
      case STILL_RUNNING -> {
        System.err.printf(
            "The operator's Pods were still there after %d s. `helm uninstall --no-hooks` goes on"
                + " without waiting for them.%n",
            timeout);
        return FAILED;
      }
    }
    return 0;
  }
}
