package io.dodil.buildsecrets.ownership;

import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.model.Target;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What each target is known to hold. Forgotten when a save starts and set only by its acceptance:
/// else a revert after a save of unknown outcome would never be sent.
public final class AcceptedSaves {

  private final Map<Target, Fingerprint> byTarget = new ConcurrentHashMap<>();

  /// target -> uid of the resource whose save may have been applied last
  private final Map<Target, String> savers = new ConcurrentHashMap<>();

  /// What was known before a save began.
  ///
  /// @param saver the uid of the resource whose save may have been applied last
  record Before(Optional<String> saver, Optional<Fingerprint> save) {}

  /// A save begins.
  Before started(Target target, String uid) {
    var save = Optional.ofNullable(byTarget.remove(target));
    return new Before(Optional.ofNullable(savers.put(target, uid)), save);
  }

  /// The save was not applied: what was there before still is.
  void rejected(Target target, Before before) {
    savers.compute(target, (_, _) -> before.saver.orElse(null));
  }

  /// The save was not begun after all.
  void withheld(Target target, Before before) {
    rejected(target, before);
    before.save.ifPresent(save -> byTarget.put(target, save));
  }

  void accepted(Target target, Fingerprint save) {
    byTarget.put(target, save);
  }

  /// This very set was to be saved once more and was refused before it was sent: only another
  /// acceptance says again that it is in force.
  public void refused(Target target, Fingerprint save) {
    byTarget.remove(target, save);
  }

  /// Whether a save of that resource may have been applied last.
  boolean isBy(Target target, String uid) {
    return uid.equals(savers.get(target));
  }

  /// Whether a save of another resource may have been applied last, so that what that resource
  /// saved before is not in force.
  public boolean isByAnother(Target target, String uid) {
    return savers.containsKey(target) && !isBy(target, uid);
  }

  /// Forgets the targets that no resource names.
  void retain(Set<Target> named) {
    byTarget.keySet().retainAll(named);
    savers.keySet().retainAll(named);
  }

  /// How many targets are known.
  public int size() {
    return savers.size();
  }

  public boolean holds(Target target, Fingerprint save) {
    return Optional.ofNullable(byTarget.get(target)).filter(save::equals).isPresent();
  }
}
