package io.dodil.buildsecrets.sync;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;

/// A number of slots that the namespaces take in turns: a slot that is given back goes to the
/// namespace that was served longest ago, and there to the one that waited longest. So a namespace
/// with hundreds of waiting resources delays another one by one slot. Waiting holds the caller's
/// (virtual) thread.
public final class FairSlots {

  private int free;

  /// namespace -> who waits; the namespace that is served next comes first
  private final Map<String, Queue<CountDownLatch>> waiting = new LinkedHashMap<>();

  /// All of them free.
  public FairSlots(int slots) {
    this.free = slots;
  }

  /// Waits for a slot.
  public Slot acquire(String namespace) {
    awaitUninterruptibly(enter(namespace));
    return this::release;
  }

  private synchronized CountDownLatch enter(String namespace) {
    // while somebody waits nothing is free
    if (free > 0) {
      free--;
      return new CountDownLatch(0);
    }
    var granted = new CountDownLatch(1);
    waiting.computeIfAbsent(namespace, _ -> new ArrayDeque<>()).add(granted);
    return granted;
  }

  private synchronized void release() {
    var next = waiting.entrySet().iterator();
    if (!next.hasNext()) {
      free++;
      return;
    }
    var namespace = next.next();
    next.remove();
    var queue = namespace.getValue();
    queue.remove().countDown();
    if (!queue.isEmpty()) {
      waiting.put(namespace.getKey(), queue);
    }
  }

  /// A stop cancels calls and never interrupts.
  private static void awaitUninterruptibly(CountDownLatch granted) {
    boolean interrupted = false;
    while (true) {
      try {
        granted.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Given back by closing it, once.
  public interface Slot extends AutoCloseable {
    @Override
    void close();
  }
}
