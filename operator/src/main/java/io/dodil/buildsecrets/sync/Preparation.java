package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.auth.HeldToken;
import io.dodil.buildsecrets.auth.HeldToken.SecretSource;
import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.model.Moment;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.resolve.CredentialResolution;
import io.dodil.buildsecrets.resolve.Resolution;
import io.dodil.buildsecrets.resolve.Resolver;
import io.dodil.buildsecrets.sync.LiveState.ResourceRead;
import io.dodil.buildsecrets.sync.SecretReading.Secrets;
import io.dodil.buildsecrets.sync.SyncOutcome.ReadFailed;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.sync.SyncOutcome.Unresolved;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.InDoubtRequests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the resource and its Secrets from the API server itself and makes the set of them.
final class Preparation {

  private final CachedState cache;
  private final LiveState live;
  private final SecretReading reading;
  private final Resolver resolver;
  private final Tokens tokens;
  private final InDoubtRequests inDoubt;
  private final Fingerprint.Key key;

  Preparation(CachedState cache, LiveState live, Resolver resolver, SyncState state) {
    this.cache = cache;
    this.live = live;
    this.reading = new SecretReading(live);
    this.resolver = resolver;
    this.tokens = state.tokens();
    this.inDoubt = state.targets().inDoubt();
    this.key = state.key();
  }

  /// @param hasSlot whether the run has a slot for large payloads
  Step<Prepared> prepare(Job job, boolean hasSlot, Moment now) {
    return switch (live.read(job.resource().id())) {
      case ResourceRead.Failed() -> Step.End.with(new ReadFailed());
      // its successor, if there is one, is reconciled by its own event
      case ResourceRead.Absent() -> Step.End.with(new Unchanged(Because.GONE));
      case ResourceRead.Found(var found) -> {
        if (!found.id().equals(job.resource().id())
            || found.deleting()
            || found.spec().isSuspended()) {
          yield Step.End.with(new Unchanged(Because.GONE));
        }
        learn(found.status(), job.resource().status(), now);
        var resource = known(found, job.resource(), now);
        yield isNewer(resource, job.resource())
            ? new Step.Newer<>(resource)
            : read(job.with(resource), hasSlot, now.steady());
      }
    };
  }

  /// This process knows best what the status is, if it has written it.
  private Candidate known(Candidate found, Candidate before, Moment now) {
    var shared = found.sharing(before.spec());
    return cache.hasWritten(found.id().uid())
        ? shared.with(before.status())
        : shared.asOf(now.wall());
  }

  private static boolean isNewer(Candidate resource, Candidate before) {
    return resource.generation() > before.generation()
        || !resource.status().equals(before.status());
  }

  /// What another process recorded at its end, which the watch may not have shown yet.
  private void learn(BuildSecretsStatus live, BuildSecretsStatus known, Moment now) {
    Optional.ofNullable(live.inDoubtUntil())
        .filter(recorded -> !recorded.equals(known.inDoubtUntil()))
        .ifPresent(r -> inDoubt.learn(Candidate.inDoubtTarget(r), r.time(), now));
  }

  private Step<Prepared> read(Job job, boolean hasSlot, Instant now) {
    var spec = job.resource().spec();
    var held = heldToken(job);
    var names = held.isPresent() ? spec.payloadSecrets() : spec.secrets();
    return reading
        .read(
            job.resource().id().namespace(),
            names,
            hasSlot,
            secrets -> resolve(job, secrets, held, now))
        .orElseGet(Step.NeedsSlot::new);
  }

  private Step<Prepared> resolve(Job job, Secrets secrets, Optional<HeldToken> held, Instant now) {
    return switch (secrets) {
      case Secrets.Failed() -> Step.End.with(new ReadFailed());
      case Secrets.TooLarge() ->
          Step.End.with(
              new Unresolved(List.of(new Problem.SecretsTooLarge(SecretReading.MAX_BYTES))));
      case Secrets.Read(var byName) -> resolve(job, byName, held, now);
    };
  }

  /// Of the credential as the watch has it; a newer one has to be read and to prove itself.
  private Optional<HeldToken> heldToken(Job job) {
    return job.credentialRef()
        .flatMap(
            ref ->
                Optional.ofNullable(job.cached().byName().get(ref.secret()))
                    .flatMap(version -> tokens.held(ref, version)));
  }

  private Step<Prepared> resolve(
      Job job, Map<String, SecretContent> secrets, Optional<HeldToken> held, Instant now) {
    var problems = new ArrayList<Problem>();
    var proof = held.<Prepared.Proof>map(Prepared.Proof.Held::new);
    if (proof.isEmpty()) {
      switch (resolver.credential(job.resource().spec().auth(), secrets)) {
        case CredentialResolution.Unresolved(var found) -> problems.addAll(found);
        case CredentialResolution.Resolved(var credential) ->
            proof = Optional.of(proofOf(job, credential, secrets));
      }
    }
    var resolution = resolver.resolve(job.resource().spec(), secrets);
    if (resolution instanceof Resolution.Unresolved(var found)) {
      problems.addAll(found);
    }
    if (resolution instanceof Resolution.Resolved resolved && proof.isPresent()) {
      return new Step.On<>(prepared(job, resolved, proof.get(), secrets, now));
    }
    return Step.End.with(new Unresolved(problems.stream().distinct().toList()));
  }

  private Prepared.Proof proofOf(
      Job job, Credential credential, Map<String, SecretContent> secrets) {
    var secret = job.resource().spec().auth().secretName().map(secrets::get).orElseThrow();
    var source = new SecretSource(secret.uid(), secret.resourceVersion());
    var read = new Prepared.Proof.Read(credential, fingerprint(job, credential), source);
    // the watch may be behind what was just read
    return job.credentialRef()
        .flatMap(ref -> tokens.held(ref, source))
        .<Prepared.Proof>map(Prepared.Proof.Held::new)
        .orElse(read);
  }

  private Fingerprint fingerprint(Job job, Credential credential) {
    return switch (credential) {
      case Credential.ClientCredentials(var id, var secret) -> {
        var ref = job.credentialRef().orElseThrow();
        yield key.ofAccount(ref.tokenUrl(), ref.scope(), id, secret);
      }
      case Credential.StaticToken(var token) -> key.ofToken(token);
    };
  }

  private Prepared prepared(
      Job job,
      Resolution.Resolved resolved,
      Prepared.Proof proof,
      Map<String, SecretContent> secrets,
      Instant now) {
    var versions = new HashMap<String, String>();
    secrets.forEach((name, secret) -> versions.put(name, secret.resourceVersion()));
    if (proof instanceof Prepared.Proof.Held(var token)) {
      job.credentialRef()
          .ifPresent(ref -> versions.putIfAbsent(ref.secret(), token.source().resourceVersion()));
    }
    var save = key.ofSave(job.target(), proof.fingerprint(), resolved.body());
    return new Prepared(
        job,
        resolved.payload().counts(),
        resolved.body(),
        proof,
        SecretVersions.of(versions),
        save,
        isLarge(secrets, resolved.body()),
        now);
  }

  private static boolean isLarge(Map<String, SecretContent> secrets, Sensitive body) {
    long read = secrets.values().stream().mapToLong(SecretContent::size).sum();
    return read > SecretReading.SMALL_BYTES || body.size() > Prepared.SMALL_BODY;
  }
}
