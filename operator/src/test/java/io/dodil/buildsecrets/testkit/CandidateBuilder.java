package io.dodil.buildsecrets.testkit;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.target.Candidate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A resource of namespace ci: generation 1, an hour old, with one build secret `NPM_TOKEN` from
/// key "token" of Secret "npm".
public final class CandidateBuilder {

  private String namespace = "ci";
  private final String name;
  private String uid;
  private long generation = 1;
  private Instant created = DrivenClock.START.minusSeconds(3600);
  private boolean deleting;
  private Optional<String> request = Optional.empty();
  private SpecBuilder spec = new SpecBuilder().buildSecret("NPM_TOKEN", "npm", "token");
  private boolean tooLarge;
  private BuildSecretsStatus status = BuildSecretsStatus.none();

  private CandidateBuilder(String name) {
    this.name = name;
    this.uid = "uid-" + name;
  }

  public static Candidate candidate(String name, Consumer<CandidateBuilder> with) {
    var builder = new CandidateBuilder(name);
    with.accept(builder);
    return builder.build();
  }

  public static Candidate candidate(String name) {
    return candidate(name, _ -> {});
  }

  /// Another one like it.
  public static Candidate like(Candidate other, Consumer<CandidateBuilder> with) {
    var builder = new CandidateBuilder(other.id().name());
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

  public CandidateBuilder namespace(String value) {
    namespace = value;
    return this;
  }

  public CandidateBuilder uid(String value) {
    uid = value;
    return this;
  }

  public CandidateBuilder generation(long value) {
    generation = value;
    return this;
  }

  public CandidateBuilder nextGeneration() {
    generation++;
    return this;
  }

  public CandidateBuilder created(Instant value) {
    created = value;
    return this;
  }

  public CandidateBuilder deleting() {
    deleting = true;
    return this;
  }

  public CandidateBuilder request(String text) {
    request = Optional.of(text);
    return this;
  }

  public CandidateBuilder spec(Consumer<SpecBuilder> with) {
    with.accept(spec);
    return this;
  }

  /// Its spec is larger than what is kept.
  public CandidateBuilder tooLarge() {
    tooLarge = true;
    return this;
  }

  public CandidateBuilder status(BuildSecretsStatus value) {
    status = value;
    return this;
  }

  /// It has saved to acme at staging, for this uid, at that time.
  public CandidateBuilder saved(Instant at) {
    return savedBy(uid, at);
  }

  public CandidateBuilder savedBy(String savedUid, Instant at) {
    var save =
        new LastSave(
            savedUid, at, generation, "staging", SettingsBuilder.API, "acme", 0, 0, 1, List.of());
    status = new BuildSecretsStatus(generation, List.of(), save, null, null, null, null);
    return this;
  }

  public Candidate build() {
    return new Candidate(
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
