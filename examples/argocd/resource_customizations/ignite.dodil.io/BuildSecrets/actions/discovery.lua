local suspended = obj.spec ~= nil and obj.spec.suspend == true

-- A suspended resource answers no request to save.
return {
  resync = {
    displayName = "Save again",
    iconClass = "fa-solid fa-fw fa-rotate",
    disabled = suspended,
  },
  suspend = {
    displayName = "Stop all calls",
    iconClass = "fa-solid fa-fw fa-pause",
    disabled = suspended,
  },
  resume = {
    displayName = "Go on",
    iconClass = "fa-solid fa-fw fa-play",
    disabled = not suspended,
  },
}
