using System.Data;
using Npgsql;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Silo.Journal.Postgres;

/// <summary>
/// The connection that writes, and a row of its own that says which commit was its last. Used by one task at a time.
/// </summary>
internal sealed class PostgresWriter(NpgsqlDataSource source, PostgresJournalOptions options, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(200);

    private readonly Guid _id = Guid.NewGuid();
    private NpgsqlConnection? _connection;

    /// <summary>Removes the rows of writers that have been silent for so long that nobody asks for them.</summary>
    public static async Task ForgetSilentAsync(NpgsqlDataSource source)
    {
        await using var forget = source.CreateCommand("SELECT forget_writers()");
        await forget.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    /// <summary>Sees to it that there is a connection. What throws here has sent nothing of any commit.</summary>
    public async Task ConnectAsync()
    {
        if (_connection is { State: ConnectionState.Open }) return;
        await CloseAsync().ConfigureAwait(false);
        _connection = await source.OpenConnectionAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Sends everything in one round trip, which is one transaction, and returns when it is committed. What was refused knows it then.
    /// </summary>
    /// <param name="number">Greater than that of every commit before.</param>
    /// <param name="calls">No flush is among them.</param>
    /// <param name="lazy">What goes along.</param>
    /// <exception cref="PostgresException">The database undid all of it; or it is shutting down, and the outcome is unknown.</exception>
    /// <exception cref="NpgsqlException">The connection is lost, and the outcome is unknown.</exception>
    public async Task CommitAsync(long number, IReadOnlyList<PostgresWrite> calls, LazyBatch lazy)
    {
        if (options.Committing is { } committing) await committing().ConfigureAwait(false);
        await using var batch = new NpgsqlBatch(_connection);
        batch.BatchCommands.Add(PostgresCommands.Begin(_id, number));
        for (var place = 0; place < calls.Count; place++) batch.BatchCommands.Add(calls[place].Command(new(_id, place)));
        foreach (var stream in lazy.Streams) batch.BatchCommands.Add(PostgresCommands.WriteLazily(stream));
        var last = calls.Count;
        foreach (var row in lazy.Sessions) batch.BatchCommands.Add(PostgresCommands.SaveSession(new(_id, last++), row, row.Epoch));

        var answers = new List<int>(batch.BatchCommands.Count);
        await using (var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false))
        {
            do
            {
                answers.Add(await reader.ReadAsync().ConfigureAwait(false) ? reader.GetInt32(0) : throw new InvalidOperationException("A call of a commit gave no answer."));
            }
            while (await reader.NextResultAsync().ConfigureAwait(false));
        }

        for (var place = 0; place < calls.Count; place++) calls[place].Answered(answers[place + 1]);
    }

    /// <summary>
    /// Whether the commit of that number took effect, after its connection was lost; if so, what was refused knows it then. If not, it never will. It is asked on
    /// another connection, where the writer's row waits until the old transaction is over. <see langword="null"/>: the database did not answer in time.
    /// </summary>
    public async Task<bool?> FindOutAsync(long number, IReadOnlyList<PostgresWrite> calls)
    {
        var from = time.GetTimestamp();
        do
        {
            try
            {
                await CloseAsync().ConfigureAwait(false);
                await ConnectAsync().ConfigureAwait(false);
                return await AskAsync(number, calls).ConfigureAwait(false);
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException)
            {
                await Task.Delay(TryAgainAfter, time).ConfigureAwait(false);
            }
        }
        while (time.GetElapsedTime(from) < options.OutcomeWait);

        return null;
    }

    /// <summary>Gives the connection up: what is on it is no longer known.</summary>
    public async Task CloseAsync()
    {
        if (_connection is null) return;
        var connection = _connection;
        _connection = null;
        NpgsqlConnection.ClearPool(connection);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync() => await CloseAsync().ConfigureAwait(false);

    private async Task<bool> AskAsync(long number, IReadOnlyList<PostgresWrite> calls)
    {
        await using var ask = PostgresCommands.Fence(_connection!, _id, number);
        if ((long)(await ask.ExecuteScalarAsync().ConfigureAwait(false))! < number) return false;

        var codes = new Dictionary<int, int>();
        await using var refused = new NpgsqlCommand("SELECT place, code FROM refused WHERE writer = $1", _connection);
        refused.Parameters.Add(PostgresCommands.Writer(_id));
        await using var reader = await refused.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false)) codes.Add(reader.GetInt32(0), reader.GetInt32(1));
        for (var place = 0; place < calls.Count; place++) calls[place].Answered(codes.GetValueOrDefault(place));
        return true;
    }
}
