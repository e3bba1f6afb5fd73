namespace AgentKit.Tests.Histories.Recording;

/// <summary>A call with what it asked for and what it was answered.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Answer">What came back, if it was done.</param>
/// <param name="Caller">Who called.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Error">What it threw, if it did.</param>
/// <param name="Begun">As of any call.</param>
/// <param name="Ended">As of any call.</param>
internal sealed record CallOf<TRequest, TAnswer>(
    TRequest Request, TAnswer? Answer, string Caller, Outcome Outcome, Exception? Error, long Begun, long Ended)
    : Call(Caller, Outcome, Error, Begun, Ended)
    where TRequest : notnull
{
    public override object What => Request;

    public override string ToString() => base.ToString();
}
