// Reads Jenkinsfiles as Jenkins does, with the same Groovy (2.4), without running them, and checks
// them against the structure that the handbook of declarative pipelines lays down. Every complaint
// is a line `file:line: what`; the exit code is 1 where there is one.
//
// Jenkins' own checker runs only inside Jenkins. This one knows the sections, where they may stand
// and what they must hold, and of steps those that are listed below with their parameters.
import org.codehaus.groovy.ast.ASTNode
import org.codehaus.groovy.ast.builder.AstBuilder
import org.codehaus.groovy.ast.expr.*
import org.codehaus.groovy.ast.stmt.*
import org.codehaus.groovy.control.CompilePhase
import org.codehaus.groovy.control.MultipleCompilationErrorsException

class Checker {
    static final BODIES = ['steps', 'stages', 'parallel', 'matrix']
    static final PIPELINE = ['agent', 'environment', 'libraries', 'options', 'parameters', 'post', 'stages',
                             'tools', 'triggers']
    static final STAGE = ['agent', 'environment', 'failFast', 'input', 'options', 'post', 'tools', 'when'] + BODIES
    static final POST = ['always', 'changed', 'fixed', 'regression', 'aborted', 'failure', 'success', 'unstable',
                         'unsuccessful', 'notBuilt', 'cleanup']
    static final WHEN = ['branch', 'buildingTag', 'changelog', 'changeset', 'changeRequest', 'environment', 'equals',
                         'expression', 'isRestartedRun', 'tag', 'triggeredBy', 'not', 'allOf', 'anyOf']
    static final WHEN_FLAGS = ['beforeAgent', 'beforeInput', 'beforeOptions']
    static final AGENTS = ['label', 'node', 'docker', 'dockerfile', 'kubernetes']
    static final OPTIONS = [buildDiscarder: [], checkoutToSubdirectory: [], disableConcurrentBuilds: ['abortPrevious'],
                            disableResume: [], overrideIndexTriggers: [], preserveStashes: ['buildCount'],
                            quietPeriod: [], retry: [], skipDefaultCheckout: [], skipStagesAfterUnstable: [],
                            timeout: ['time', 'unit', 'activity'], timestamps: []]
    static final TRIGGERS = [cron: [], pollSCM: [], upstream: ['upstreamProjects', 'threshold']]
    static final PARAMETERS = [string: ['name', 'defaultValue', 'description', 'trim'],
                               text: ['name', 'defaultValue', 'description'],
                               booleanParam: ['name', 'defaultValue', 'description'],
                               choice: ['name', 'choices', 'description'],
                               password: ['name', 'defaultValue', 'description']]
    static final STEPS = [sh: ['script', 'label', 'returnStatus', 'returnStdout', 'encoding'], echo: ['message'],
                          junit: ['testResults', 'allowEmptyResults', 'skipPublishingChecks', 'keepLongStdio'],
                          archiveArtifacts: ['artifacts', 'allowEmptyArchive', 'excludes', 'fingerprint',
                                             'onlyIfSuccessful'],
                          withCredentials: [], dir: [], timeout: ['time', 'unit'], retry: [], cleanWs: [],
                          deleteDir: [], checkout: [], script: []]
    static final CREDENTIALS = [usernameColonPassword: ['credentialsId', 'variable'], sshUserPrivateKey: ['credentialsId', 'keyFileVariable', 'passphraseVariable',
                                                    'usernameVariable'],
                                file: ['credentialsId', 'variable'], string: ['credentialsId', 'variable'],
                                usernamePassword: ['credentialsId', 'usernameVariable', 'passwordVariable']]

    String file
    List<String> complaints = []

    void complain(ASTNode node, String what) { complaints << "$file:${node.lineNumber}: $what".toString() }

    void script(BlockStatement code) {
        def statements = code.statements
        if (statements.size() != 1 || name(statements[0]) != 'pipeline') {
            complain(code.statements ? code.statements[0] : code, 'expected one block: pipeline { }')
            return
        }
        def sections = block(statements[0], PIPELINE)
        ['agent', 'stages'].findAll { !sections[it] }.each { complain(statements[0], "pipeline has no $it") }
        check(sections)
    }

    // The named calls in the closure of a statement, once each, none but the allowed ones.
    Map<String, Statement> block(Statement statement, Collection<String> allowed) {
        Map<String, Statement> found = [:]
        inside(statement).each { Statement one ->
            def name = name(one)
            if (!(name in allowed)) complain(one, "unexpected here: ${name ?: one.getClass().simpleName}")
            else if (found.containsKey(name)) complain(one, "$name stands here twice")
            else found[name] = one
        }
        found
    }

    void check(Map<String, Statement> sections) {
        sections.each { name, one ->
            switch (name) {
                case 'agent': agent(one); break
                case 'environment': environment(one); break
                case 'options': calls(one, OPTIONS); break
                case 'triggers': calls(one, TRIGGERS); break
                case 'parameters': calls(one, PARAMETERS); break
                case 'post': post(one); break
                case 'when': when(inside(one), one); break
                case 'steps': steps(one); break
                case ['stages', 'parallel']: stages(one); break
                default: complain(one, "this checker does not know $name")
            }
        }
    }

    void stages(Statement statement) {
        def found = inside(statement)
        if (!found) complain(statement, 'no stage')
        def names = found.collect { stage(it) }
        if (names.toSet().size() < names.size()) complain(statement, 'two stages have one name')
    }

    String stage(Statement statement) {
        def arguments = arguments(statement)
        if (name(statement) != 'stage' || !(arguments && arguments[0] instanceof ConstantExpression)) {
            complain(statement, "expected stage('name') { }")
            return statement.toString()
        }
        def sections = block(statement, STAGE)
        def bodies = sections.keySet().findAll { it in BODIES }
        if (bodies.size() != 1) complain(statement, "a stage has one of $BODIES")
        check(sections)
        arguments[0].text
    }

    void agent(Statement statement) {
        def arguments = arguments(statement)
        if (closure(statement)) {
            if (block(statement, AGENTS).size() != 1) complain(statement, "an agent block has one of $AGENTS")
        } else if (!(arguments.size() == 1 && arguments[0].text in ['any', 'none'])) {
            complain(statement, 'expected agent any, agent none or agent { }')
        }
    }

    void environment(Statement statement) {
        inside(statement).each { one ->
            def expression = one instanceof ExpressionStatement ? one.expression : null
            def good = expression instanceof BinaryExpression && expression.operation.text == '=' &&
                expression.leftExpression instanceof VariableExpression
            if (!good) complain(one, 'expected NAME = value')
        }
    }

    void calls(Statement statement, Map<String, List<String>> table) {
        def calls = inside(statement)
        if (!calls) complain(statement, 'an empty block')
        calls.each { known(it, table) }
    }

    void known(Statement statement, Map<String, List<String>> table) {
        def name = name(statement)
        if (!table.containsKey(name)) complain(statement, "unexpected here: ${name ?: statement.getClass().simpleName}")
        else named(statement).findAll { !(it in table[name]) }.each { complain(statement, "$name has no $it") }
    }

    void post(Statement statement) {
        def conditions = block(statement, POST)
        if (!conditions) complain(statement, 'an empty block')
        conditions.values().each { steps(it) }
    }

    void when(List<Statement> conditions, Statement owner) {
        def real = conditions.findAll { !(name(it) in WHEN_FLAGS) }
        if (!real) complain(owner, 'no condition')
        if (name(owner) == 'not' && real.size() != 1) complain(owner, 'not has one condition')
        real.each {
            if (!(name(it) in WHEN)) complain(it, "unexpected here: ${name(it) ?: it.getClass().simpleName}")
            else if (name(it) in ['not', 'allOf', 'anyOf']) when(inside(it), it)
        }
    }

    void steps(Statement statement) {
        def found = inside(statement)
        if (!found) complain(statement, 'no step')
        found.each {
            known(it, STEPS)
            if (name(it) == 'withCredentials') credentials(it)
            if (closure(it) && name(it) != 'script') steps(it)
        }
    }

    void credentials(Statement statement) {
        def list = arguments(statement).find { it instanceof ListExpression }
        if (!list) complain(statement, 'expected withCredentials([...]) { }')
        else list.expressions.each { known(statementOf(it), CREDENTIALS) }
    }

    // What a statement is made of.
    static Statement statementOf(Expression expression) {
        def statement = new ExpressionStatement(expression)
        statement.sourcePosition = expression
        statement
    }

    static MethodCallExpression callOf(Statement one) {
        one instanceof ExpressionStatement && one.expression instanceof MethodCallExpression ? one.expression : null
    }

    static String name(Statement one) {
        def call = callOf(one)
        call && call.implicitThis ? call.methodAsString : null
    }

    static List<Expression> arguments(Statement one) {
        def arguments = callOf(one)?.arguments
        arguments instanceof TupleExpression ? arguments.expressions.findAll { !(it instanceof ClosureExpression) } : []
    }

    static ClosureExpression closure(Statement one) {
        def arguments = callOf(one)?.arguments
        arguments instanceof TupleExpression ? arguments.expressions.find { it instanceof ClosureExpression } : null
    }

    static List<Statement> inside(Statement one) {
        def code = closure(one)?.code
        code instanceof BlockStatement ? code.statements : []
    }

    static List<String> named(Statement one) {
        arguments(one).findAll { it instanceof MapExpression }
            .collectMany { it.mapEntryExpressions.collect { entry -> entry.keyExpression.text } }
    }
}

def complaints = args.collectMany { file ->
    def checker = new Checker(file: file)
    try {
        def code = new AstBuilder().buildFromString(CompilePhase.CONVERSION, false, new File(file).getText('UTF-8'))
        checker.script(code[0])
    } catch (MultipleCompilationErrorsException error) {
        checker.complaints << "$file: ${error.message}".toString()
    }
    checker.complaints
}
complaints.each { println it }
System.exit(complaints ? 1 : 0)
