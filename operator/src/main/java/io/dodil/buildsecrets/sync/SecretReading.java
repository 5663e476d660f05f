package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.resolve.SecretRead;
import io.dodil.buildsecrets.resolve.SecretReader;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// Reads the Secrets of a resource, each once, within budgets: a few resources at a time, two reads
/// at a time for each, 8 MiB in all. So no tenant exhausts the memory, nor holds up the others for
/// long.
final class SecretReading {

  /// Of all values of one resource's Secrets, in bytes.
  static final long MAX_BYTES = 8 << 20;

  private static final int RESOURCES_AT_A_TIME = 2;

  private final SecretReader reader;
  private final Semaphore slots = new Semaphore(RESOURCES_AT_A_TIME, true);

  SecretReading(SecretReader reader) {
    this.reader = reader;
  }

  /// What came of reading them all.
  sealed interface Secrets {

    /// Those that exist, by name.
    record Read(Map<String, SecretContent> byName) implements Secrets {}

    record TooLarge() implements Secrets {}

    record Failed() implements Secrets {}
  }

  /// The Secrets are only there inside `use`: when it returns, the next resource may read.
  <T> T read(String namespace, Collection<String> names, Function<Secrets, T> use) {
    slots.acquireUninterruptibly();
    try {
      return use.apply(new Batch(namespace, names).read());
    } finally {
      slots.release();
    }
  }

  private final class Batch {

    private final String namespace;
    private final Queue<String> left;
    private final Map<String, SecretContent> found = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean failed = new AtomicBoolean();

    Batch(String namespace, Collection<String> names) {
      this.namespace = namespace;
      this.left = new ConcurrentLinkedQueue<>(names);
    }

    Secrets read() {
      if (left.size() > 1) {
        var second = CompletableFuture.runAsync(this::drain, Thread::startVirtualThread);
        drain();
        second.join();
      } else {
        drain();
      }
      if (failed.get()) {
        return new Secrets.Failed();
      }
      return bytes.get() > MAX_BYTES ? new Secrets.TooLarge() : new Secrets.Read(Map.copyOf(found));
    }

    private void drain() {
      for (var name = left.poll(); name != null && goOn(); name = left.poll()) {
        switch (reader.read(namespace, name)) {
          case SecretRead.Found(var secret) -> keep(secret);
          case SecretRead.Absent() -> {}
          case SecretRead.Failed() -> failed.set(true);
        }
      }
    }

    private boolean goOn() {
      return !failed.get() && bytes.get() <= MAX_BYTES;
    }

    private void keep(SecretContent secret) {
      if (bytes.addAndGet(secret.size()) <= MAX_BYTES) {
        found.put(secret.name(), secret);
      }
    }
  }
}
