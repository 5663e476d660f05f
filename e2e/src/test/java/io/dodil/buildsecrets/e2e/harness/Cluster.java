package io.dodil.buildsecrets.e2e.harness;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dodil.buildsecrets.controlplane.ControlPlane;
import io.dodil.buildsecrets.controlplane.Options;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A control plane with the CRD in it, its administrator, what the chart lets an operator do, its
/// audit log, and an eye on all statuses.
///
/// @param fixtures those that are open in it
public record Cluster(
    ControlPlane controlPlane,
    KubernetesClient admin,
    Installation operator,
    AuditLog audit,
    StatusWatch statuses,
    Queue<OperatorFixture> fixtures)
    implements AutoCloseable {

  private static final AtomicInteger namespaces = new AtomicInteger();

  public static Cluster start() {
    try {
      var log = Files.createTempFile("audit", ".log");
      var controlPlane = ControlPlane.start(Options.defaults().auditLog(log));
      var admin =
          new KubernetesClientBuilder()
              .withConfig(controlPlane.config())
              .withKubernetesSerialization(new KubernetesSerialization(lenient(), true))
              .build();
      applyCrd(admin);
      var operator = Installation.of(controlPlane, admin, "buildsecrets-operator");
      return new Cluster(
          controlPlane,
          admin,
          operator,
          new AuditLog(log),
          StatusWatch.start(admin),
          new ConcurrentLinkedQueue<>());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Resources of a newer version, too.
  private static JsonMapper lenient() {
    return JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  }

  /// Now and then the API server takes five minutes for it.
  public void removeCrd() {
    var crds = admin.apiextensions().v1().customResourceDefinitions();
    crds.withName("buildsecrets.ignite.dodil.io").delete();
    crds.withName("buildsecrets.ignite.dodil.io")
        .waitUntilCondition(Objects::isNull, 6, TimeUnit.MINUTES);
  }

  public static void applyCrd(KubernetesClient admin) throws IOException {
    try (var crd = Files.newInputStream(Path.of("../crds/buildsecrets.ignite.dodil.io.yaml"))) {
      admin.load(crd).serverSideApply();
    }
    admin
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("buildsecrets.ignite.dodil.io")
        .waitUntilCondition(
            crd ->
                crd != null
                    && Stream.ofNullable(crd.getStatus())
                        .flatMap(status -> Stream.ofNullable(status.getConditions()))
                        .flatMap(List::stream)
                        .anyMatch(
                            c -> c.getType().equals("Established") && c.getStatus().equals("True")),
            30,
            TimeUnit.SECONDS);
  }

  public String newNamespace() {
    var name = "team-" + namespaces.incrementAndGet();
    admin
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }

  @Override
  public void close() throws IOException {
    statuses.close();
    admin.close();
    controlPlane.close();
    audit.delete();
  }
}
