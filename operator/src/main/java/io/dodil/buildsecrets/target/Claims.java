package io.dodil.buildsecrets.target;

import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Target;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// What this process knows of ownership beyond the resources: who has begun to save to a target and
/// keeps it (a pin), and who turned out to be of no use and let the next one try. Lost at a
/// restart; then the saves that statuses tell of decide.
public final class Claims {

  private final Map<Target, String> pins = new ConcurrentHashMap<>();
  private final Map<String, GivenWay> givenWay = new ConcurrentHashMap<>();

  /// The resource begins a save.
  ///
  /// @return whether it had not begun one before
  boolean pin(Target target, String uid) {
    return !uid.equals(pins.put(target, uid));
  }

  /// The first save has certainly saved nothing.
  void unpin(Target target, String uid) {
    pins.remove(target, uid);
  }

  /// Who has begun; whoever has left is forgotten.
  Optional<Candidate> pinned(Target target, Collection<Candidate> candidates) {
    var uid = pins.get(target);
    if (uid == null) {
      return Optional.empty();
    }
    var pinned = candidates.stream().filter(c -> c.id().uid().equals(uid)).findFirst();
    if (pinned.isEmpty()) {
      pins.remove(target, uid);
    }
    return pinned;
  }

  /// A resource that never saved can't save as it is, and others may be able to.
  ///
  /// @param tried versions of its Secrets when that was found
  public void giveWay(Candidate resource, Target target, SecretVersions tried) {
    givenWay.put(resource.id().uid(), new GivenWay(target, resource.generation(), tried));
  }

  /// Until its spec or one of its Secrets changes.
  boolean hasGivenWay(
      Candidate resource, Target target, Function<Candidate, SecretVersions> versions) {
    var given = givenWay.get(resource.id().uid());
    return given != null
        && given.target.equals(target)
        && given.generation == resource.generation()
        && given.tried.equals(versions.apply(resource));
  }

  /// A resource is gone for good.
  public void forget(String uid) {
    givenWay.remove(uid);
  }

  private record GivenWay(Target target, long generation, SecretVersions tried) {}
}
