package io.dodil.buildsecrets.e2e.image;

import static java.util.stream.Collectors.joining;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.TestNamespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Namespaces with a resource and many Secrets each, most of which no resource names.
///
/// @param bytes of each Secret
/// @param versions of the referenced Secrets, by `namespace/name`
record ManyNamespaces(
    KubernetesClient client,
    List<TestNamespace> namespaces,
    int bytes,
    Map<String, String> versions) {

  /// Of each resource, beside its credential.
  static final int REFERENCED = 5;

  private static final int WRITERS = 24;

  static ManyNamespaces of(OperatorFixture fixture, int resources, int secrets, int bytes) {
    var namespaces = Stream.generate(fixture::newNamespace).limit(resources).toList();
    var many =
        new ManyNamespaces(fixture.cluster().admin(), namespaces, bytes, new ConcurrentHashMap<>());
    many.rotate();
    // the credential is one of them
    var others = secrets - resources * (1 + REFERENCED);
    inParallel(others, i -> many.create(namespaces.get(i % resources), "other-" + i));
    return many;
  }

  /// Makes the resources.
  void apply() {
    var groups =
        "buildSecrets: [%s]"
            .formatted(
                IntStream.range(0, REFERENCED)
                    .mapToObj(
                        "{name: A%1$d, secretKeyRef: {name: value-%1$d, key: value}}"::formatted)
                    .collect(joining(", ")));
    inParallel(namespaces.size(), i -> namespaces.get(i).apply("one", groups));
  }

  /// Gives all Secrets that resources name other values.
  void rotate() {
    rotate(0, namespaces.size());
  }

  void rotate(int from, int to) {
    inParallel(
        (to - from) * REFERENCED,
        i -> {
          var ns = namespaces.get(from + i / REFERENCED);
          var secret = ns.secret("value-" + i % REFERENCED, value());
          versions.put(key(ns.namespace(), secret.getMetadata().getName()), version(secret));
        });
  }

  /// Whether each resource is ready, and was saved with the newest version of each of its Secrets.
  boolean areSaved() {
    return client.resources(BuildSecrets.class).inAnyNamespace().list().getItems().stream()
        .allMatch(this::isSaved);
  }

  private boolean isSaved(BuildSecrets resource) {
    var status = Objects.requireNonNullElseGet(resource.getStatus(), BuildSecretsStatus::none);
    var namespace = resource.getMetadata().getNamespace();
    return status.isTrue("Ready")
        && status.lastSave() != null
        && IntStream.range(0, REFERENCED)
            .mapToObj(i -> "value-" + i)
            .allMatch(
                name ->
                    Objects.equals(
                        status.lastSave().versions().get(name),
                        versions.get(key(namespace, name))));
  }

  private void create(TestNamespace ns, String name) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(ns.namespace())
                .withName(name)
                .addToLabels("app.kubernetes.io/managed-by", "check")
                .endMetadata()
                .withStringData(value())
                .build())
        .create();
  }

  private Map<String, String> value() {
    return Map.of("value", System.nanoTime() + "x".repeat(bytes - 20));
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  private static String version(Secret secret) {
    return secret.getMetadata().getResourceVersion();
  }

  private static void inParallel(int count, IntConsumer task) {
    var permits = new Semaphore(WRITERS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks =
          IntStream.range(0, count)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            permits.acquireUninterruptibly();
                            try {
                              task.accept(i);
                            } finally {
                              permits.release();
                            }
                          }))
              .toList();
      for (var each : tasks) {
        each.get();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
