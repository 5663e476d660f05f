package io.dodil.buildsecrets.ownership;

import io.dodil.buildsecrets.model.Target;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Lets one attempt at a time be under way for a target. Nobody waits for a lock.
public final class TargetLocks {

  private final Map<Target, String> holders = new ConcurrentHashMap<>();

  /// Empty when another attempt holds the lock.
  ///
  /// @param uid of the resource that makes the attempt
  public Optional<Held> tryLock(Target target, String uid) {
    return holders.putIfAbsent(target, uid) == null
        ? Optional.of(() -> holders.remove(target))
        : Optional.empty();
  }

  /// The uid of the resource whose attempt is under way.
  Optional<String> holder(Target target) {
    return Optional.ofNullable(holders.get(target));
  }

  /// Releases the lock when it is closed, once.
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }
}
