namespace AgentKit.Tests.Histories.Faulting;

/// <summary>What can go wrong between a host and its database.</summary>
internal enum FaultKind
{
    /// <summary>The connection breaks before a request arrives.</summary>
    RequestLost,

    /// <summary>The connection breaks after the server is done, and before anybody hears of it.</summary>
    ReplyLost,

    /// <summary>A part of the request arrives.</summary>
    HalfRequest,

    /// <summary>A part of the reply arrives; all of it was carried out.</summary>
    HalfReply,

    /// <summary>A request is late.</summary>
    LateRequest,

    /// <summary>A reply is late.</summary>
    LateReply,

    /// <summary>An administrator ends the server's process while the request is on its way.</summary>
    BackendTerminated,

    /// <summary>An administrator ends the server's process after the commit and before the reply.</summary>
    BackendTerminatedAfterwards,

    /// <summary>For a while nothing passes, and nobody is told.</summary>
    BlackHole,

    /// <summary>All connections of a host break at once.</summary>
    AllConnectionsLost,

    /// <summary>The server is killed, and started again.</summary>
    ServerKilled,

    /// <summary>The caller gives up.</summary>
    CallerCancelled,
}
