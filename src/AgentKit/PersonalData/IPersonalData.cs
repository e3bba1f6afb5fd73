namespace AgentKit;

/// <summary>What a person may ask of whoever keeps their data: all of it in a file, and all of it gone.</summary>
/// <remarks>
/// <para>Singleton and thread-safe. A person's data are their sessions with everything in them (state, commits, turns, runs, tool runs, tasks,
/// events), forks of them included, the tasks and events that are theirs elsewhere, and their preferences. Agents belong to the workspace.</para>
/// <para>The host stops the person's work first: nothing here keeps a worker from writing on.</para>
/// <para>Concurrency and repetition:</para>
/// <list type="number">
/// <item>Every call works in many transactions, each repeatable, and each sent again when a connection is lost. They are short, but for the
/// removal of a session, which goes whole. Ended by a cancellation or an error, a call is made again and goes on.</item>
/// <item>An export is no snapshot of one instant. Commits and turns are those up to the version at which their session was read, so that each
/// session is whole in itself; other rows are as they were when their page was read.</item>
/// <item>An import leaves what is there already as it is, and counts it; so it can be repeated.</item>
/// <item>An erasure counts each batch in the transaction that removes it: the receipt is exact whatever was lost on the way, and sums up all
/// calls with the same id. Two at once each remove what the other has not: one waits where they meet.</item>
/// </list>
/// <para>Every method throws <see cref="ArgumentException"/> for values outside their stated range before anything is sent,
/// <see cref="DatabaseUnavailableException"/> when PostgreSQL stays unreachable through all retries, <see cref="DatabaseException"/> for an
/// unexpected answer, and <see cref="OperationCanceledException"/>. An error of the host's stream is thrown on as it is.</para>
/// </remarks>
public interface IPersonalData
{
    /// <summary>Writes all of a person's data, as the scope may see it: JSON lines in UTF-8, by pages, in bounded memory.</summary>
    /// <remarks>
    /// <para>The first line is <c>{"header":{…}}</c>: the format and its version, workspace, person and time. Then comes one row a line,
    /// <c>{"table":"turns","row":{…}}</c>: session by session, parents before children, and last what belongs to no session. The last line is
    /// <c>{"footer":{"rows":{…}}}</c> with the counts; a file without it was cut off.</para>
    /// <para>Content is what was stored, to the spelling of numbers and the order of keys; only a line feed between the tokens of JSON becomes
    /// a space. Times are in UTC. Nobody has to have any data: the file then holds no rows.</para>
    /// </remarks>
    /// <param name="scope">The person, an admin or a service. Rows that a service made in the person's sessions for nobody are seen by the last two.</param>
    /// <param name="userId">1 to 200 characters.</param>
    /// <param name="destination">Written and flushed, not closed.</param>
    /// <param name="cancellationToken">Cancels the export; what is written stays, without a footer.</param>
    /// <exception cref="AccessDeniedException">A user asks for somebody else.</exception>
    /// <exception cref="VersionConflictException">Turns of a session were taken back while it was written. Another export can succeed.</exception>
    /// <exception cref="SessionNotFoundException">A session was erased while it was written. Another export can succeed.</exception>
    Task<ExportReceipt> ExportUserAsync(
        AgentScope scope, string userId, Stream destination, CancellationToken cancellationToken = default);

    /// <summary>Writes one session with everything in it, in the same form.</summary>
    /// <param name="scope">Who may see the session.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="destination">Written and flushed, not closed; untouched when there is no such session.</param>
    /// <param name="cancellationToken">Cancels the export; what is written stays, without a footer.</param>
    /// <exception cref="SessionNotFoundException">There is none that the scope may see, or it was erased while it was written.</exception>
    /// <exception cref="VersionConflictException">Turns were taken back while it was written. Another export can succeed.</exception>
    Task<ExportReceipt> ExportSessionAsync(
        AgentScope scope, Guid sessionId, Stream destination, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads an export back into the workspace of the scope, whichever it came from. Ids, versions, times and owners stay as they were; what is
    /// there already stays as it is.
    /// </summary>
    /// <remarks>
    /// <para>The file may come from anybody: every line is checked for its form, types and order, nothing is put into a session of somebody
    /// else, and no turn or commit beyond those that its session counts. A stream that can seek is read twice, and checked whole before
    /// anything is written. Of any other, and of one that does not fit what is there, rows before the line at fault, and a few hundred after it,
    /// have been imported; <see cref="EraseSessionAsync"/> and <see cref="EraseUserAsync"/> remove them.</para>
    /// <para>A link to a run or session that is neither in the file nor in the workspace is left out, and counted.</para>
    /// </remarks>
    /// <param name="scope">A service.</param>
    /// <param name="source">Read to its end, not closed.</param>
    /// <param name="cancellationToken">Cancels the import; what is imported stays.</param>
    /// <exception cref="AccessDeniedException">The scope is not that of a service.</exception>
    /// <exception cref="ImportException">The file is malformed, cut off, or does not fit what is there.</exception>
    Task<ImportReceipt> ImportAsync(AgentScope scope, Stream source, CancellationToken cancellationToken = default);

    /// <summary>Removes all of a person's data: their sessions one or a few at a time, each whole, then the rest in batches of a thousand rows a table.</summary>
    /// <remarks>
    /// <para>In rows of others a person is named as the one who decided on a step, or to whom a session was handed off. A service replaces the
    /// id there by a pseudonym that only the receipt leads back to, <c>erased:</c> with its id: that somebody decided, and when, is a fact of
    /// somebody else's record. Those who erase themselves cannot change what is others'. What people wrote into texts is not searched, nor
    /// authors of turns in sessions of others.</para>
    /// <para>What stays is in the access log, if the person was an admin: who has looked at others' data must not be able to remove that.</para>
    /// </remarks>
    /// <param name="scope">The person, or a service.</param>
    /// <param name="userId">1 to 200 characters.</param>
    /// <param name="erasureId">
    /// A UUID v7; called with the same one, it goes on and sums up. Default: a new one.
    /// </param>
    /// <param name="cancellationToken">Ends it between two transactions; what is removed stays removed.</param>
    /// <exception cref="AccessDeniedException">
    /// A user or admin names somebody else, or a run of theirs is one that the work of others refers to, which only a service may unlink.
    /// </exception>
    Task<ErasureReceipt> EraseUserAsync(
        AgentScope scope, string userId, Guid? erasureId = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes one session with everything in it, whoever's it is, in one transaction: who commits to it meanwhile waits, and then finds no session.
    /// </summary>
    /// <param name="scope">The owner, or a service.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="erasureId">
    /// A UUID v7; called with the same one, it goes on, and returns the receipt also when the session is gone. Default: a new one.
    /// </param>
    /// <param name="cancellationToken">Ends it; the session is then as it was, or gone if the end met the commit.</param>
    /// <exception cref="SessionNotFoundException">There is none that the scope may see, and this erasure has removed nothing.</exception>
    /// <exception cref="AccessDeniedException">
    /// The scope sees it and may not write it, or a run in it is one that the work of others refers to, which only a service may unlink.
    /// </exception>
    Task<ErasureReceipt> EraseSessionAsync(
        AgentScope scope, Guid sessionId, Guid? erasureId = null, CancellationToken cancellationToken = default);
}
