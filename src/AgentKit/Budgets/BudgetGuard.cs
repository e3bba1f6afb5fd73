using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>What a budget and a reservation must look like before anything is sent.</summary>
internal static class BudgetGuard
{
    public const int MaxPage = 1_000;
    public const int MaxSweep = 10_000;

    private static readonly TimeSpan MinDuration = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(1);

    public static void Check(BudgetLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        if (limit.Tokens is null && limit.Cost is null)
        {
            throw new ArgumentException("A budget limits tokens, cost, or both.", nameof(limit));
        }

        CheckLimits(limit.Tokens, limit.Cost, nameof(limit.Tokens), nameof(limit.Cost));
    }

    public static void CheckLimits(long? tokens, decimal? cost, string tokensName, string costName)
    {
        if (tokens is < 1 or > Usage.MaxTokens)
        {
            throw new ArgumentOutOfRangeException(tokensName, tokens, "A limit of tokens is one to one million million.");
        }

        if (cost is { } money && (UsageGuard.Round(money) <= 0 || money > Usage.MaxCost))
        {
            throw new ArgumentOutOfRangeException(costName, cost, "A limit of cost is greater than zero and at most one thousand million.");
        }
    }

    public static void Check(NewReservation reservation)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        IdGuard.RequireOrdered(reservation.Id, nameof(reservation.Id));

        IdGuard.Require(reservation.SessionId, nameof(reservation.SessionId));
        if (reservation.RunId is { } runId)
        {
            IdGuard.Require(runId, nameof(reservation.RunId));
        }

        CheckAmounts(reservation);
        if (reservation.ExpiresAfter < MinDuration || reservation.ExpiresAfter > MaxDuration)
        {
            throw new ArgumentOutOfRangeException(
                nameof(reservation.ExpiresAfter), reservation.ExpiresAfter, "A reservation counts for one second to one day.");
        }
    }

    private static void CheckAmounts(NewReservation reservation)
    {
        if (reservation.Tokens is < 0 or > Usage.MaxTokens)
        {
            throw new ArgumentOutOfRangeException(
                nameof(reservation.Tokens), reservation.Tokens, "A number of tokens is between zero and one million million.");
        }

        if (reservation.Cost is < 0 or > Usage.MaxCost)
        {
            throw new ArgumentOutOfRangeException(
                nameof(reservation.Cost), reservation.Cost, "A cost is between zero and one thousand million.");
        }

        if (reservation.Tokens == 0 && UsageGuard.Round(reservation.Cost) == 0)
        {
            throw new ArgumentException("Nothing is asked for: neither tokens nor cost.", nameof(reservation));
        }
    }
}
