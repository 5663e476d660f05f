package io.dodil.buildsecrets.testkit;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.ResourceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A resource of namespace ci: generation 1, an hour old, with one build secret `NPM_TOKEN` from
/// key "token" of Secret "npm".
public final class ResourceBuilder {

  private String namespace = "ci";
  private final String name;
  private String uid;
  private long generation = 1;
  private Instant created = ManualTimeSource.START.minusSeconds(3600);
  private boolean deleting;
  private Optional<String> request = Optional.empty();
  private SpecBuilder spec = new SpecBuilder().buildSecret("NPM_TOKEN", "npm", "token");
  private boolean tooLarge;
  private BuildSecretsStatus status = BuildSecretsStatus.none();

  private ResourceBuilder(String name) {
    this.name = name;
    this.uid = "uid-" + name;
  }

  public static Resource resource(String name, Consumer<ResourceBuilder> with) {
    var builder = new ResourceBuilder(name);
    with.accept(builder);
    return builder.build();
  }

  public static Resource resource(String name) {
    return resource(name, _ -> {});
  }

  /// Another one like it.
  public static Resource like(Resource other, Consumer<ResourceBuilder> with) {
    var builder = new ResourceBuilder(other.id().name());
    builder.namespace = other.id().namespace();
    builder.uid = other.id().uid();
    builder.generation = other.generation();
    builder.created = other.created();
    builder.deleting = other.deleting();
    builder.request = other.syncRequest();
    builder.tooLarge = other.isTooLarge();
    builder.spec = SpecBuilder.of(other.spec());
    builder.status = other.status();
    with.accept(builder);
    return builder.build();
  }

  public ResourceBuilder namespace(String value) {
    namespace = value;
    return this;
  }

  public ResourceBuilder uid(String value) {
    uid = value;
    return this;
  }

  public ResourceBuilder generation(long value) {
    generation = value;
    return this;
  }

  public ResourceBuilder nextGeneration() {
    generation++;
    return this;
  }

  public ResourceBuilder created(Instant value) {
    created = value;
    return this;
  }

  public ResourceBuilder deleting() {
    deleting = true;
    return this;
  }

  public ResourceBuilder request(String text) {
    request = Optional.of(text);
    return this;
  }

  public ResourceBuilder spec(Consumer<SpecBuilder> with) {
    with.accept(spec);
    return this;
  }

  /// Its spec is larger than what is kept.
  public ResourceBuilder tooLarge() {
    tooLarge = true;
    return this;
  }

  public ResourceBuilder status(BuildSecretsStatus value) {
    status = value;
    return this;
  }

  /// It has saved to acme at staging, for this uid, at that time.
  public ResourceBuilder saved(Instant at) {
    return savedBy(uid, at);
  }

  public ResourceBuilder savedBy(String savedUid, Instant at) {
    var save =
        new LastSave(
            savedUid,
            at,
            generation,
            "staging",
            SettingsBuilder.API,
            "acme",
            null,
            null,
            0,
            0,
            1,
            List.of());
    status = new BuildSecretsStatus(generation, List.of(), save, null, null, null, null);
    return this;
  }

  public Resource build() {
    return new Resource(
        new ResourceId(namespace, name, uid),
        generation,
        created,
        deleting,
        request,
        spec.build(),
        tooLarge,
        status);
  }
}
