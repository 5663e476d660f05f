package io.dodil.buildsecrets.api.v1alpha1;

/// The reasons of Events that no condition has. The names are part of the API.
public enum EventReason {
  SAVED("Saved", Type.NORMAL),
  FIRST_SAVE("FirstSave", Type.NORMAL),
  SUSPENDED("Suspended", Type.NORMAL),
  RESUMED("Resumed", Type.NORMAL),
  OWNERSHIP_ACQUIRED("OwnershipAcquired", Type.NORMAL),
  GROUP_REMOVED("GroupRemoved", Type.WARNING),
  SYNC_REQUEST_IGNORED("SyncRequestIgnored", Type.WARNING),
  STATUS_OVERWRITTEN("StatusOverwritten", Type.WARNING);

  private final String text;
  private final Type type;

  EventReason(String text, Type type) {
    this.text = text;
    this.type = type;
  }

  /// As it stands in an Event.
  public String text() {
    return text;
  }

  public Type type() {
    return type;
  }

  /// After the Kubernetes API: `Normal` is for information, `Warning` asks for somebody.
  public enum Type {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    /// As it stands in an Event.
    public String text() {
      return text;
    }
  }
}
