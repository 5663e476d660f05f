package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.auth.HeldToken;
import io.dodil.buildsecrets.auth.HeldToken.SecretSource;
import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.TimeSource;
import io.dodil.buildsecrets.model.Timestamp;
import io.dodil.buildsecrets.ownership.InDoubtRequests;
import io.dodil.buildsecrets.resolve.CredentialResolution;
import io.dodil.buildsecrets.resolve.Resolution;
import io.dodil.buildsecrets.resolve.Resolver;
import io.dodil.buildsecrets.sync.LiveState.ResourceRead;
import io.dodil.buildsecrets.sync.SecretReading.Secrets;
import io.dodil.buildsecrets.sync.StageResult.From;
import io.dodil.buildsecrets.sync.SyncOutcome.ReadFailed;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.sync.SyncOutcome.Unresolved;
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
  private final TimeSource clock;
  private final SecretReading reading;
  private final Resolver resolver;
  private final Tokens tokens;
  private final InDoubtRequests inDoubt;
  private final Fingerprint.Key key;
  private final Failures failures;

  Preparation(SyncPorts ports, Resolver resolver, SyncState state, Failures failures) {
    this.cache = ports.cache();
    this.live = ports.live();
    this.clock = ports.clock();
    this.reading = new SecretReading(live);
    this.resolver = resolver;
    this.tokens = state.tokens();
    this.inDoubt = state.targets().inDoubt();
    this.key = state.key();
    this.failures = failures;
  }

  /// @param hasSlot whether the reconciliation has a slot for large payloads
  StageResult<PreparedSave> prepare(SyncTask task, boolean hasSlot) {
    var read = read(task, hasSlot, clock.now());
    return read instanceof StageResult.Done<PreparedSave>(ReadFailed _, _)
        ? failures.notRead(task, clock.now().monotonic())
        : read;
  }

  private StageResult<PreparedSave> read(SyncTask task, boolean hasSlot, Timestamp now) {
    return switch (live.read(task.resource().id())) {
      case ResourceRead.Failed() -> StageResult.Done.with(new ReadFailed());
      // its successor, if there is one, is reconciled by its own event
      case ResourceRead.Absent() -> StageResult.Done.with(new Unchanged(Because.GONE));
      case ResourceRead.Found(var found) -> {
        if (!found.id().equals(task.resource().id())
            || found.deleting()
            || found.spec().isSuspended()) {
          yield StageResult.Done.with(new Unchanged(Because.GONE));
        }
        learn(found.status(), task.resource().status(), now);
        var resource = known(found, task.resource(), now);
        yield isNewer(resource, task.resource())
            ? new StageResult.Restart<>(new From.Preconditions(resource))
            : readSecrets(task.with(resource), hasSlot, now.monotonic());
      }
    };
  }

  /// This process knows best what the status is, if it has written it.
  private Resource known(Resource found, Resource before, Timestamp now) {
    var shared = found.sharing(before.spec());
    return cache.hasWritten(found.id().uid())
        ? shared.with(before.status())
        : shared.asOf(now.wall());
  }

  private static boolean isNewer(Resource resource, Resource before) {
    return resource.generation() > before.generation()
        || !resource.status().equals(before.status());
  }

  /// What another process recorded at its end, which the watch may not have shown yet.
  private void learn(BuildSecretsStatus live, BuildSecretsStatus known, Timestamp now) {
    Optional.ofNullable(live.inDoubtUntil())
        .filter(recorded -> !recorded.equals(known.inDoubtUntil()))
        .ifPresent(r -> inDoubt.learn(Resource.inDoubtTarget(r), r.time(), now));
  }

  private StageResult<PreparedSave> readSecrets(SyncTask task, boolean hasSlot, Instant now) {
    var spec = task.resource().spec();
    var held = heldToken(task);
    var names = held.isPresent() ? spec.payloadSecrets() : spec.secrets();
    return reading
        .read(
            task.resource().id().namespace(),
            names,
            hasSlot,
            secrets -> resolve(task, secrets, held, now))
        .orElseGet(() -> new StageResult.Restart<>(new From.Slot()));
  }

  private StageResult<PreparedSave> resolve(
      SyncTask task, Secrets secrets, Optional<HeldToken> held, Instant now) {
    return switch (secrets) {
      case Secrets.Failed() -> StageResult.Done.with(new ReadFailed());
      case Secrets.TooLarge() ->
          StageResult.Done.with(
              new Unresolved(List.of(new Problem.SecretsTooLarge(SecretReading.MAX_BYTES))));
      case Secrets.Read(var byName) -> resolve(task, byName, held, now);
    };
  }

  /// Of the credential as the watch has it; a newer one has to be read and to prove itself.
  private Optional<HeldToken> heldToken(SyncTask task) {
    return task.credentialRef()
        .flatMap(
            ref ->
                Optional.ofNullable(task.cached().byName().get(ref.secret()))
                    .flatMap(version -> tokens.held(ref, version)));
  }

  private StageResult<PreparedSave> resolve(
      SyncTask task, Map<String, SecretContent> secrets, Optional<HeldToken> held, Instant now) {
    var problems = new ArrayList<Problem>();
    var proof = held.<PreparedSave.Proof>map(PreparedSave.Proof.Held::new);
    if (proof.isEmpty()) {
      switch (resolver.credential(task.resource().spec().auth(), secrets)) {
        case CredentialResolution.Unresolved(var found) -> problems.addAll(found);
        case CredentialResolution.Resolved(var credential) ->
            proof = Optional.of(proofOf(task, credential, secrets));
      }
    }
    var resolution = resolver.resolve(task.resource().spec(), secrets);
    if (resolution instanceof Resolution.Unresolved(var found)) {
      problems.addAll(found);
    }
    if (resolution instanceof Resolution.Resolved resolved && proof.isPresent()) {
      return new StageResult.Continue<>(prepared(task, resolved, proof.get(), secrets, now));
    }
    return StageResult.Done.with(new Unresolved(problems.stream().distinct().toList()));
  }

  private PreparedSave.Proof proofOf(
      SyncTask task, Credential credential, Map<String, SecretContent> secrets) {
    var secret = task.resource().spec().auth().secretName().map(secrets::get).orElseThrow();
    var source = new SecretSource(secret.uid(), secret.resourceVersion());
    var read = new PreparedSave.Proof.Read(credential, fingerprint(task, credential), source);
    // the watch may be behind what was just read
    return task.credentialRef()
        .flatMap(ref -> tokens.held(ref, source))
        .<PreparedSave.Proof>map(PreparedSave.Proof.Held::new)
        .orElse(read);
  }

  private Fingerprint fingerprint(SyncTask task, Credential credential) {
    return switch (credential) {
      case Credential.ClientCredentials(var id, var secret) -> {
        var ref = task.credentialRef().orElseThrow();
        yield key.ofAccount(ref.tokenUrl(), ref.scope(), id, secret);
      }
      case Credential.StaticToken(var token) -> key.ofToken(token);
    };
  }

  private PreparedSave prepared(
      SyncTask task,
      Resolution.Resolved resolved,
      PreparedSave.Proof proof,
      Map<String, SecretContent> secrets,
      Instant now) {
    var versions = new HashMap<String, String>();
    secrets.forEach((name, secret) -> versions.put(name, secret.resourceVersion()));
    if (proof instanceof PreparedSave.Proof.Held(var token)) {
      task.credentialRef()
          .ifPresent(ref -> versions.putIfAbsent(ref.secret(), token.source().resourceVersion()));
    }
    var save = key.ofSave(task.target(), proof.fingerprint(), resolved.body());
    return new PreparedSave(
        task,
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
    return read > SecretReading.SMALL_BYTES || body.size() > PreparedSave.SMALL_BODY;
  }
}
