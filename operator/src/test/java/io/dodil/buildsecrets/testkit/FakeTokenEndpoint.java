package io.dodil.buildsecrets.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.auth.TokenEndpoint;
import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Sensitive;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// Issues a token for 5 minutes, unless it is told to do otherwise: client "bot-X" belongs to
/// organization X, any other one to "acme".
public final class FakeTokenEndpoint implements TokenEndpoint {

  private final List<Credential.ClientCredentials> requests = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<TokenAnswer> script = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Runnable> meanwhile = new ConcurrentLinkedQueue<>();

  @Override
  public TokenAnswer request(Endpoint endpoint, Credential.ClientCredentials credential) {
    requests.add(credential);
    Optional.ofNullable(meanwhile.poll()).ifPresent(Runnable::run);
    return Optional.ofNullable(script.poll())
        .orElseGet(() -> issued(Jwt.naming(organization(credential), requests.size())));
  }

  private static String organization(Credential.ClientCredentials credential) {
    var id = new String(credential.id().reveal(), UTF_8);
    return id.startsWith("bot-") ? id.substring("bot-".length()) : "acme";
  }

  public int calls() {
    return requests.size();
  }

  /// Of the latest request.
  public Credential.ClientCredentials credential() {
    return requests.getLast();
  }

  /// The next answer that is not scripted yet.
  public void answers(TokenAnswer answer) {
    script.add(answer);
  }

  public void refuses(Failure failure) {
    answers(new TokenAnswer.NotIssued(failure, Optional.empty()));
  }

  public void asksToWait(Duration retryAfter) {
    answers(
        new TokenAnswer.NotIssued(
            new Failure.RateLimited(Failure.Party.TOKEN_ENDPOINT), Optional.of(retryAfter)));
  }

  /// Happens while the next call is under way.
  public void meanwhile(Runnable event) {
    meanwhile.add(event);
  }

  public static TokenAnswer issued(Sensitive token) {
    return new TokenAnswer.Issued(token, Optional.of(Duration.ofMinutes(5)));
  }
}
