package io.dodil.buildsecrets.kubernetes.leader;

import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

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

/// Sees from outside when the Lease was renewed, which the elector tells nobody. The elector takes
/// the time, reads the Lease and writes it with that time. So a renewal counts from the moment its
/// first read was begun, also when the client repeats a read that failed.
public final class LeaseRenewals implements Interceptor {

  private final String lease;
  private final InstantSource monotonic;
  private Instant begun = Instant.MIN;
  private boolean beginsAgain = true;
  private Instant renewed = Instant.MIN;

  /// @param monotonic a clock that nobody can set, and that goes on while the process is stopped
  public LeaseRenewals(String leaseName, InstantSource monotonic) {
    this.lease = "/leases/" + leaseName;
    this.monotonic = monotonic;
  }

  /// Whether it was renewed so lately that nobody else can hold it.
  synchronized boolean isWithin(Duration leaseDuration) {
    return !renewed.equals(Instant.MIN)
        && monotonic.instant().isBefore(renewed.plus(leaseDuration));
  }

  @Override
  public synchronized void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (isRead(request) && beginsAgain) {
      begun = monotonic.instant();
      beginsAgain = false;
    }
  }

  @Override
  public synchronized void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (isRead(request)) {
      // any other answer is one that the client may read again after
      beginsAgain |= response.isSuccessful() || response.code() == HTTP_NOT_FOUND;
    } else if (isWrite(request) && response.isSuccessful()) {
      renewed = begun;
    }
  }

  private boolean isRead(HttpRequest request) {
    return request.method().equals("GET") && request.uri().getPath().endsWith(lease);
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
