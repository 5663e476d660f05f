package io.dodil.buildsecrets.target;

import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.model.Target;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What each target is known to hold. Forgotten when a save starts and set only by its acceptance:
/// else a revert after a save of unknown outcome would never be sent.
public final class AcceptedSaves {

  private final Map<Target, Fingerprint> byTarget = new ConcurrentHashMap<>();

  void started(Target target) {
    byTarget.remove(target);
  }

  void accepted(Target target, Fingerprint save) {
    byTarget.put(target, save);
  }

  public boolean holds(Target target, Fingerprint save) {
    return Optional.ofNullable(byTarget.get(target)).filter(save::equals).isPresent();
  }
}
