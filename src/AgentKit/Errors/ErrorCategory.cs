namespace AgentKit;

/// <summary>
/// What kind of failure an <see cref="AgentKitException"/> is, for code that maps errors to HTTP statuses, metrics or alerts
/// without listing the types. The numbers are stable: new categories get new numbers.
/// </summary>
public enum ErrorCategory
{
    /// <summary>Somebody else changed it first. HTTP 409.</summary>
    Conflict = 1,

    /// <summary>It does not exist, or the scope cannot see it; the two are not told apart. HTTP 404.</summary>
    NotFound = 2,

    /// <summary>It exists, but not in a state that allows the operation. HTTP 409.</summary>
    InvalidState = 3,

    /// <summary>The scope sees it but may not do this to it. HTTP 403.</summary>
    AccessDenied = 4,

    /// <summary>An id or unique key is taken. HTTP 409.</summary>
    AlreadyExists = 5,

    /// <summary>A limit of tokens or money is reached. HTTP 402 or 429.</summary>
    Budget = 6,

    /// <summary>The host or its database is set up wrongly; a person has to act. HTTP 500.</summary>
    Configuration = 7,

    /// <summary>A model's reply is not what was asked for. HTTP 502.</summary>
    Model = 8,

    /// <summary>A tool failed. HTTP 502.</summary>
    Tool = 9,

    /// <summary>The database cannot be reached, or not now. HTTP 503.</summary>
    Unavailable = 10,

    /// <summary>The database answered with an error that was not expected. HTTP 500.</summary>
    Database = 11,

    /// <summary>What was handed over to be read is malformed or does not fit. HTTP 400 or 422.</summary>
    InvalidInput = 12,
}
