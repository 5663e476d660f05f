package io.dodil.buildsecrets.target;

import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.Target;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// One save of a target at a time. Who finds it taken is not kept waiting but woken at its release.
public final class TargetLocks {

  private final Consumer<ResourceId> wake;
  private final Map<Target, Set<ResourceId>> waiting = new HashMap<>();

  /// None is held at first.
  ///
  /// @param wake called for each resource that found a lock taken, at its release
  public TargetLocks(Consumer<ResourceId> wake) {
    this.wake = wake;
  }

  /// Empty when another one holds it: `asking` is woken then.
  public synchronized Optional<Held> tryLock(Target target, ResourceId asking) {
    var held = waiting.get(target);
    if (held != null) {
      held.add(asking);
      return Optional.empty();
    }
    waiting.put(target, new LinkedHashSet<>());
    return Optional.of(() -> release(target));
  }

  private void release(Target target) {
    Set<ResourceId> woken;
    synchronized (this) {
      woken = waiting.remove(target);
    }
    if (woken != null) {
      woken.forEach(wake);
    }
  }

  /// Released by closing it, once.
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }
}
