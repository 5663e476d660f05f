package io.dodil.buildsecrets.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What either endpoint can do wrong. "Stored" means at the token endpoint: a token was issued.
@JsonSubTypes({
  @JsonSubTypes.Type(Fault.Respond.class),
  @JsonSubTypes.Type(Fault.Redirect.class),
  @JsonSubTypes.Type(Fault.SuccessFlag.class),
  @JsonSubTypes.Type(Fault.Wrapped.class),
  @JsonSubTypes.Type(Fault.ContentType.class),
  @JsonSubTypes.Type(Fault.Delay.class),
  @JsonSubTypes.Type(Fault.StoreLate.class),
  @JsonSubTypes.Type(Fault.NeverAnswer.class),
  @JsonSubTypes.Type(Fault.ResetAfterStore.class),
  @JsonSubTypes.Type(Fault.ResetBeforeBody.class),
  @JsonSubTypes.Type(Fault.ResetAfterBody.class),
  @JsonSubTypes.Type(Fault.HugeBody.class),
  @JsonSubTypes.Type(Fault.EndlessBody.class),
  @JsonSubTypes.Type(Fault.GzipBomb.class),
})
public sealed interface Fault extends TokenFault {

  /// Answers this, and stores nothing unless `stored`.
  ///
  /// @param body absent: an error as the API writes it, nothing below 400
  /// @param echo put the request's headers and body behind the body, and what proves the caller
  ///   into headers: does the caller print it?
  @JsonTypeName("respond")
  record Respond(
      @JsonProperty(required = true) int status,
      @Nullable Map<String, String> headers,
      @Nullable String body,
      boolean echo,
      boolean stored)
      implements Fault {

    public Respond(int status) {
      this(status, null, null, false, false);
    }

    public Respond withHeader(String name, String value) {
      return new Respond(status, Map.of(name, value), body, echo, stored);
    }

    public Respond withBody(String newBody) {
      return new Respond(status, headers, newBody, echo, stored);
    }

    public Respond echoing() {
      return new Respond(status, headers, body, true, stored);
    }
  }

  /// Redirects there; nothing is stored.
  @JsonTypeName("redirect")
  record Redirect(
      @JsonProperty(required = true) int status, @JsonProperty(required = true) String location)
      implements Fault {}

  /// A 200 that is no success; nothing is stored.
  @JsonTypeName("success-flag")
  record SuccessFlag(@JsonProperty(required = true) Value value) implements Fault {

    /// `{}`, `{"success":false}`, `{"success":"true"}`.
    public enum Value {
      MISSING,
      FALSE,
      TEXT
    }
  }

  /// The right answer inside `{"data": ..., "status": "success"}`; stored.
  @JsonTypeName("wrapped")
  record Wrapped() implements Fault {}

  /// The right answer, called something else; stored.
  @JsonTypeName("content-type")
  record ContentType(@JsonProperty(required = true) String contentType) implements Fault {}

  /// Stored at once, answered only after this time.
  @JsonTypeName("delay")
  record Delay(@JsonProperty(required = true) Duration time) implements Fault {}

  /// Stored only after this time, also when the caller is gone by then, and then answered.
  @JsonTypeName("store-late")
  record StoreLate(@JsonProperty(required = true) Duration time) implements Fault {}

  /// The connection stays open and silent.
  @JsonTypeName("never-answer")
  record NeverAnswer(boolean stored) implements Fault {}

  /// Stored, then the connection breaks.
  @JsonTypeName("reset-after-store")
  record ResetAfterStore() implements Fault {}

  /// The connection breaks when the headers have come; nothing is stored.
  @JsonTypeName("reset-before-body")
  record ResetBeforeBody() implements Fault {}

  /// The connection breaks when the body has come; nothing is stored.
  @JsonTypeName("reset-after-body")
  record ResetAfterBody() implements Fault {}

  /// A success of so many bytes; nothing is stored.
  @JsonTypeName("huge-body")
  record HugeBody(@JsonProperty(required = true) long bytes) implements Fault {}

  /// A success that never ends: a byte now and then; nothing is stored.
  @JsonTypeName("endless-body")
  record EndlessBody() implements Fault {}

  /// A success of so many bytes that are few in gzip; nothing is stored.
  @JsonTypeName("gzip-bomb")
  record GzipBomb(@JsonProperty(required = true) long bytes) implements Fault {}
}
