using Microsoft.EntityFrameworkCore;
using Platform.Events;

namespace Data.Tests;

/// <summary>A deploy that takes a handler away leaves its messages behind: they are parked where an operator sees them, and hold up nothing.</summary>
public sealed class RemovedHandlerTests
{
    public static TheoryData<DatabaseProvider> Databases => Lab.Databases;

    [Theory, MemberData(nameof(Databases))]
    public async Task Messages_of_a_handler_that_is_gone_are_parked_while_others_are_handled(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();
        await lab.In(company, async db =>
        {
            db.Add(new OutboxMessage("Data.Tests.HandlerOfLastYear/BookLent", "{}", lab.Clock.Now, lab.Clock.Now));
            await db.SaveChangesAsync();
        });
        await lab.Lend(company, "王芳");
        var worker = lab.NewWorker();

        await worker.Turn(company, default);
        lab.Desk.Called.ShouldHaveSingleItem();
        for (var attempt = 1; attempt < OutboxMessage.MaxAttempts; attempt++)
        {
            lab.Clock.Pass(OutboxMessage.BackOff(attempt));
            await worker.Turn(company, default);
        }

        var left = (await lab.In(company, db => db.Set<OutboxMessage>().AsNoTracking().ToListAsync())).ShouldHaveSingleItem();
        left.ParkedAt.ShouldNotBeNull();
        left.Attempts.ShouldBe(OutboxMessage.MaxAttempts);
    }
}
