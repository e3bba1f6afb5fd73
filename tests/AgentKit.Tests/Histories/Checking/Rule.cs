namespace AgentKit.Tests.Histories.Checking;

/// <summary>What may not happen.</summary>
internal enum Rule
{
    /// <summary>What was acknowledged is not there.</summary>
    LostWrite,

    /// <summary>One operation has happened twice.</summary>
    AppliedTwice,

    /// <summary>What was refused has happened all the same.</summary>
    AppliedThoughRefused,

    /// <summary>Something is there that nobody asked for.</summary>
    NobodysWrite,

    /// <summary>Versions or turns are not 1, 2, 3 and so on, or a commit lacks some of its turns.</summary>
    BrokenSequence,

    /// <summary>A commit was applied on another version than the one that it was decided on.</summary>
    LostUpdate,

    /// <summary>A commit was applied to a closed session.</summary>
    WroteToClosed,

    /// <summary>A read does not show what was acknowledged before it began.</summary>
    StaleRead,

    /// <summary>A read, or an answer, shows what has never been.</summary>
    WrongAnswer,

    /// <summary>A refusal names a reason that there was not.</summary>
    WrongRefusal,

    /// <summary>More was spent and reserved than the limit.</summary>
    Overspent,

    /// <summary>A sum is not that of what was counted.</summary>
    WrongSum,

    /// <summary>Two workers held the same thing at the same time.</summary>
    DoubleClaim,

    /// <summary>A worker wrote under a lease that another one had taken from it.</summary>
    StaleWorker,

    /// <summary>A decision was made twice.</summary>
    DoubleDecision,

    /// <summary>A step was carried out that nobody had approved.</summary>
    NotApproved,

    /// <summary>Somebody saw, or changed, what is not theirs.</summary>
    ScopeLeak,

    /// <summary>A call threw what no contract names.</summary>
    UnforeseenError,
}
