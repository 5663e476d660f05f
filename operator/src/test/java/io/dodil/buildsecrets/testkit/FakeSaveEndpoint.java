package io.dodil.buildsecrets.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.sync.SaveAnswer.Certainty;
import io.dodil.buildsecrets.sync.SaveEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Accepts every save, unless it is told to do otherwise.
public final class FakeSaveEndpoint implements SaveEndpoint {

  private final List<Put> puts = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<SaveAnswer> script = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Runnable> turns = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Runnable> meanwhile = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waits = new AtomicInteger();
  private volatile Consumer<String> onBody = _ -> {};

  /// A call as it came in.
  public record Put(String endpoint, String token, String body, String requestId) {}

  @Override
  public boolean awaitTurn(Endpoint endpoint) {
    waits.incrementAndGet();
    Optional.ofNullable(turns.poll()).ifPresent(Runnable::run);
    return true;
  }

  /// How often a turn of the endpoint's rate was waited for.
  public int turns() {
    return waits.get();
  }

  /// Happens while the next save waits for its turn.
  public void onTurn(Runnable event) {
    turns.add(event);
  }

  @Override
  public SaveAnswer save(Endpoint endpoint, Sensitive token, Sensitive body, String requestId) {
    puts.add(new Put(endpoint.name(), text(token), text(body), requestId));
    Optional.ofNullable(meanwhile.poll()).ifPresent(Runnable::run);
    onBody.accept(text(body));
    return Optional.ofNullable(script.poll()).orElseGet(SaveAnswer.Accepted::new);
  }

  public int calls() {
    return puts.size();
  }

  public List<Put> puts() {
    return List.copyOf(puts);
  }

  public Put last() {
    return puts.getLast();
  }

  /// The next answer that is not scripted yet.
  public void answers(SaveAnswer answer) {
    script.add(answer);
  }

  /// Nothing was saved, for sure.
  public void refuses(Failure failure) {
    answers(new SaveAnswer.NotAccepted(failure, Certainty.NOTHING_SAVED, Optional.empty()));
  }

  /// Perhaps it was saved.
  public void breaks(Failure failure) {
    answers(new SaveAnswer.NotAccepted(failure, Certainty.UNCLEAR, Optional.empty()));
  }

  public void asksToWait(Duration retryAfter) {
    asksToWait(new Failure.RateLimited(Failure.Party.API), retryAfter);
  }

  public void asksToWait(Failure failure, Duration retryAfter) {
    answers(new SaveAnswer.NotAccepted(failure, Certainty.NOTHING_SAVED, Optional.of(retryAfter)));
  }

  /// Happens while the next call is under way.
  public void meanwhile(Runnable event) {
    meanwhile.add(event);
  }

  /// Happens while each call is under way.
  public void onBody(Consumer<String> event) {
    onBody = event;
  }

  private static String text(Sensitive value) {
    return new String(value.reveal(), UTF_8);
  }
}
