package io.dodil.buildsecrets.plan.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.kubeconfig.CommandFailure;
import io.dodil.buildsecrets.kubeconfig.Kubeconfig;
import io.dodil.buildsecrets.kubernetes.client.Clients;
import io.dodil.buildsecrets.kubernetes.client.ClusterFailure;
import io.dodil.buildsecrets.kubernetes.client.NeededResources;
import io.dodil.buildsecrets.kubernetes.client.Resources;
import io.dodil.buildsecrets.kubernetes.client.SecretRequest;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.TlsCause;
import io.dodil.buildsecrets.plan.Others;
import io.dodil.buildsecrets.resolve.SecretRead;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// What the caller may see of the cluster, read as the operator reads it.
final class Cluster implements AutoCloseable {

  private static final String GROUP = "/apis/ignite.dodil.io/v1alpha1";

  private final Kubeconfig kubeconfig;
  private final KubernetesClient client;
  private final SecretRequest secrets;

  Cluster(Kubeconfig kubeconfig) {
    this.kubeconfig = kubeconfig;
    this.client = Clients.forCommand(kubeconfig.config());
    this.secrets = new SecretRequest(client);
  }

  /// What came of reading an object.
  sealed interface Seen<T> {

    record Found<T>(T value) implements Seen<T> {}

    record Absent<T>() implements Seen<T> {}

    record Refused<T>() implements Seen<T> {}

    record Failed<T>() implements Seen<T> {}
  }

  /// A call of the API server.
  private interface Call<T> {

    /// Empty when there is no such object.
    Optional<T> send() throws ExecutionException, TimeoutException, IOException;
  }

  Seen<SecretContent> secret(String namespace, String name) throws CommandFailure {
    return seen(
        () ->
            switch (secrets.read(namespace, name)) {
              case SecretRead.Found(var secret) -> Optional.of(secret);
              case SecretRead.Absent() -> Optional.empty();
              case SecretRead.Failed() -> throw new TimeoutException();
            });
  }

  Seen<BuildSecrets> resource(String namespace, String name) throws CommandFailure {
    if (!Resources.isName(namespace) || !Resources.isName(name)) {
      return new Seen.Absent<>();
    }
    var resources = client.resources(BuildSecrets.class).inNamespace(namespace);
    return seen(() -> Optional.ofNullable(resources.withName(name).get()));
  }

  /// A resource in a file, as it would be read from the cluster.
  BuildSecrets asRead(JsonNode resource) {
    var read = client.getKubernetesSerialization().convertValue(resource, BuildSecrets.class);
    if (read.getMetadata().getUid() == null) {
      read.getMetadata().setUid("");
    }
    return read;
  }

  /// Whether it has the CRD. Everybody may ask.
  boolean serves() throws CommandFailure {
    return seen(() -> Optional.ofNullable(client.raw(GROUP))) instanceof Seen.Found;
  }

  /// Tries to create the resource; nothing stays of it. Empty when the API server would take it.
  Optional<Status> tryOut(String namespace, JsonNode resource) throws CommandFailure {
    var path = "%s/namespaces/%s/buildsecrets".formatted(GROUP, namespace);
    try {
      client.raw(path + "?dryRun=All&fieldValidation=Strict", "POST", resource.toString());
      return Optional.empty();
    } catch (KubernetesClientException e) {
      int code = answered(e);
      return Optional.of(new StatusBuilder(e.getStatus()).withCode(code).build());
    }
  }

  Others others(String namespace) throws CommandFailure {
    var resources = client.resources(BuildSecrets.class);
    var all = list(resources.inAnyNamespace());
    if (all.isPresent()) {
      return new Others(Others.Scope.EVERYWHERE, all.get());
    }
    return list(resources.inNamespace(namespace))
        .map(found -> new Others(Others.Scope.NAMESPACE, found))
        .orElseGet(() -> new Others(Others.Scope.NOWHERE, List.of()));
  }

  /// Empty when the caller may not.
  private Optional<List<Resource>> list(Listable<KubernetesResourceList<BuildSecrets>> resources)
      throws CommandFailure {
    var found = new ArrayList<Resource>();
    var next = new ListOptionsBuilder().withLimit(NeededResources.PAGE);
    do {
      var options = next.build();
      if (!(seen(() -> Optional.of(resources.list(options)))
          instanceof Seen.Found<KubernetesResourceList<BuildSecrets>>(var page))) {
        return Optional.empty();
      }
      page.getItems().stream().flatMap(r -> Resources.resource(r).stream()).forEach(found::add);
      next.withContinue(page.getMetadata().getContinue());
    } while (next.getContinue() != null && !next.getContinue().isEmpty());
    return Optional.of(found);
  }

  private <T> Seen<T> seen(Call<T> call) throws CommandFailure {
    try {
      return call.send().<Seen<T>>map(Seen.Found::new).orElseGet(Seen.Absent::new);
    } catch (KubernetesClientException | ExecutionException | TimeoutException | IOException e) {
      return switch (answered(e)) {
        case 403 -> new Seen.Refused<>();
        case 404 -> new Seen.Absent<>();
        default -> new Seen.Failed<>();
      };
    }
  }

  /// The status of the answer; 0 when it makes no sense.
  ///
  /// @throws CommandFailure when nothing can be asked, whatever it is
  private int answered(Exception failure) throws CommandFailure {
    int status = ClusterFailure.status(failure).orElse(0);
    if (status == 401) {
      throw new CommandFailure(kubeconfig.place() + " does not accept your credentials (401)");
    }
    if (status == 0 && TlsCause.isIn(failure)) {
      throw new CommandFailure(
          kubeconfig.place()
              + " gives no trusted TLS connection: its certificate is not of the CA in the"
              + " kubeconfig, for another name, or expired");
    }
    if (status == 0 && ClusterFailure.isForeseen(failure)) {
      throw new CommandFailure(
          kubeconfig.place()
              + " can't be reached"
              + kubeconfig.proxy().map(" through proxy "::concat).orElse(""));
    }
    return status;
  }

  @Override
  public void close() {
    client.close();
  }
}
