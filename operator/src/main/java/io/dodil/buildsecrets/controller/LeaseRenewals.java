package io.dodil.buildsecrets.controller;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Sees from outside when the Lease was renewed, which the elector tells nobody. A renewal counts
/// from the moment its first request was begun: the elector takes the time before that.
public final class LeaseRenewals implements Interceptor {

  private final String lease;
  private final InstantSource steady;
  private volatile Instant begun = Instant.MIN;
  private volatile Instant renewed = Instant.MIN;

  /// @param steady a clock that nobody can set, and that goes on while the process is stopped
  public LeaseRenewals(String leaseName, InstantSource steady) {
    this.lease = "/leases/" + leaseName;
    this.steady = steady;
  }

  /// Whether it was renewed so lately that nobody else can hold it.
  boolean isWithin(Duration leaseDuration) {
    return !renewed.equals(Instant.MIN) && steady.instant().isBefore(renewed.plus(leaseDuration));
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (request.method().equals("GET") && request.uri().getPath().endsWith(lease)) {
      begun = steady.instant();
    }
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (response.isSuccessful() && isWrite(request)) {
      renewed = begun;
    }
  }

  /// The first one creates it.
  private boolean isWrite(HttpRequest request) {
    var path = request.uri().getPath();
    return switch (request.method()) {
      case "PATCH", "PUT" -> path.endsWith(lease);
      case "POST" -> path.endsWith("/leases");
      default -> false;
    };
  }
}
